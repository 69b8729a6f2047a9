-- What apps and pages tell of themselves while a visitor uses them. Nobody vouches for it.
create table visitor_context (
  tenant   text   not null,
  inbox    text   not null,
  -- The visitor's id there.
  visitor  text   not null,
  -- In JSON: texts by name.
  facts    text   not null,
  told_at  bigint not null,
  primary key (tenant, inbox, visitor)
) ${clustered};

create index visitor_context_told on visitor_context (told_at);

${row_level_security};
