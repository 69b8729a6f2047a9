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

alter table thread_alias enable row level security;
alter table thread_alias force row level security;
create policy tenant on thread_alias using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));

alter table thread_note enable row level security;
alter table thread_note force row level security;
create policy tenant on thread_note using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));

alter table poll_position enable row level security;
alter table poll_position force row level security;
create policy tenant on poll_position using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
