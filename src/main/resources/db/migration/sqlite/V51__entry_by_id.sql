-- Entries in the order of one number, partition times 2^48 plus position. A table that is clustered by such a number
-- begins a new page where one is full; one by two columns spread its rows over the neighbours too. The table from
-- before is emptied into this one when the hub starts, in pieces, and then goes: see EntryUpgrade.
alter table entry rename to entry_before;

create table entry (
  id           integer  not null primary key,
  tenant       text     not null,
  conversation text     not null,
  sequence     bigint   not null,
  visibility   smallint not null,
  kind         text     not null,
  stored_at    bigint   not null,
  -- The entry in Protobuf.
  body         blob     not null,
  -- The bytes as received, where they were not ours.
  raw          blob
);
