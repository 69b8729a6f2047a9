-- As on SQLite: entries in the order of one number, partition times 2^48 plus position.
alter table entry rename to entry_before;

create table entry (
  id           bigint   not null primary key,
  tenant       text     not null,
  conversation text     not null,
  sequence     bigint   not null,
  visibility   smallint not null,
  kind         text     not null,
  stored_at    bigint   not null,
  -- The entry in Protobuf.
  body         bytea    not null,
  -- The bytes as received, where they were not ours.
  raw          bytea
);

alter table entry enable row level security;
alter table entry force row level security;
create policy tenant on entry using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
