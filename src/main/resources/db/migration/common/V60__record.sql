-- What business systems tell: orders, tickets, shipments, invoices, customers.
create table record (
  -- Made of tenant, source, type and key.
  id         text   not null primary key,
  tenant     text   not null,
  source     text   not null,
  type       text   not null,
  "key"      text   not null,
  -- The system's own count of changes, or its time; an older one never overwrites a newer one.
  version    bigint not null,
  -- Tells what it says from whatever else was said under its version.
  digest     text   not null,
  -- By what its contact is known, one a line.
  known_by   text   not null,
  -- How many changes there were.
  changes    bigint not null,
  -- As JSON.
  body       ${bytes} not null,
  created_at bigint not null,
  changed_at bigint not null
) ${clustered};
create index record_list on record (tenant, changed_at, id);

create table record_change (
  record  text   not null,
  number  bigint not null,
  tenant  text   not null,
  version bigint not null,
  digest  text   not null,
  body    ${bytes} not null,
  at      bigint not null,
  primary key (record, number)
) ${clustered};

-- Whose records there are: by a number or address, or by somebody's id in an inbox.
create table record_identity (
  tenant text not null,
  kind   text not null,
  value  text not null,
  record text not null,
  primary key (tenant, kind, value, record)
) ${clustered};
create index record_identity_record on record_identity (record);

-- Versions that the contact's open conversation is still to be told.
create table record_notice (
  record  text   not null,
  number  bigint not null,
  tenant  text   not null,
  -- In this order they came.
  position bigint not null,
  body    ${bytes} not null,
  -- Which one is told, once that is decided; null before.
  conversation text,
  primary key (record, number)
) ${clustered};
create index record_notice_position on record_notice (tenant, position);
create index record_notice_last on record_notice (position);

-- What contacts are known by beside their ids in inboxes, from their attributes.
create table contact_fact (
  tenant  text not null,
  kind    text not null,
  value   text not null,
  contact text not null,
  primary key (tenant, kind, value, contact)
) ${clustered};
create index contact_fact_contact on contact_fact (contact);
