-- Ids of messages by which a later one is found to be of the same thread.
create table thread_alias (
  tenant  text     not null,
  inbox   text     not null,
  alias   text     not null,
  thread  text     not null,
  -- Which message has this id, by its print; empty while one was only heard of.
  bearer  text     not null,
  -- Whether that message began the thread.
  begins  smallint not null,
  told_at bigint   not null,
  primary key (tenant, inbox, alias)
) ${clustered};

create index thread_alias_told on thread_alias (told_at);

-- How to answer in a thread, in the channel's own words.
create table thread_note (
  tenant text   not null,
  inbox  text   not null,
  thread text   not null,
  note   text   not null,
  at     bigint not null,
  primary key (tenant, inbox, thread)
) ${clustered};

create index thread_note_at on thread_note (at);

-- Where a polled inbox has come to, in the channel's own words.
create table poll_position (
  tenant   text   not null,
  inbox    text   not null,
  source   text   not null,
  position text   not null,
  moved_at bigint not null,
  primary key (tenant, inbox, source)
) ${clustered};

${row_level_security};
