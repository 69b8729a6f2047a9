-- When the hub took what it says last; 0 of those from before this was noted.
alter table record add column received_at bigint not null default 0;

-- Those of a source and type that have not changed for longest; nothing reads them by their age alone.
drop index record_list;
create index record_age on record (tenant, source, type, changed_at);

-- What was erased: what the hub took before then does not come back.
create table record_erasure (
  -- Which one, by its id; or all that name somebody, by a print of that; or empty: all of the source and type.
  record   text   not null,
  tenant   text   not null,
  source   text   not null,
  -- Empty where all types are meant.
  type     text   not null,
  asked_at bigint not null,
  -- Whom they name, until they are gone.
  kind     text,
  value    text,
  -- When to look for what is left; null once nothing can be.
  due_at   bigint,
  primary key (record, tenant, source, type)
) ${clustered};
create index record_erasure_asked on record_erasure (asked_at);
create index record_erasure_due on record_erasure (due_at) where due_at is not null;

-- In which conversation a version of a record was told.
create table record_card (
  record       text not null,
  -- The version, and what it says.
  told_as      text not null,
  conversation text not null,
  tenant       text not null,
  told_at      bigint not null,
  -- Since when it is to be erased there, 0 before anybody has looked for it; null while it stands.
  erased_at    bigint,
  primary key (record, told_as, conversation)
) ${clustered};
create index record_card_told on record_card (told_at);
create index record_card_erased on record_card (record, told_as, conversation) where erased_at is not null;

${row_level_security};
