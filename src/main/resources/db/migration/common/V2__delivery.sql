-- The delivery ledger: one row for each message on its way to a contact.
-- State: pending, claimed, sent, delivered, read, failed, dead.
create table delivery (
  conversation    text     not null,
  sequence        bigint   not null,
  tenant          text     not null,
  channel         text     not null,
  inbox           text     not null,
  thread          text     not null,
  state           text     not null,
  -- Counts every claim and never goes back; an outcome is recorded only where it still matches.
  attempt         integer  not null,
  -- The attempts that count for giving up are those after this one.
  counted_from    integer  not null,
  -- Attempts that ended by a fault of ours or without any outcome.
  faults          integer  not null,
  -- When it is due; of a claimed one, when the claim ends.
  next_attempt_at bigint   not null,
  give_up_at      bigint   not null,
  owner           text     not null,
  maybe_repeated  smallint not null,
  external_id     text     not null,
  code            text     not null,
  reason          text     not null,
  -- How often a person had it tried again after it had ended.
  replays         integer  not null,
  -- 0 once the log has been told how it ended
  untold          smallint not null,
  created_at      bigint   not null,
  changed_at      bigint   not null,
  primary key (conversation, sequence)
) ${clustered};

create index delivery_due on delivery (channel, next_attempt_at) where state in ('pending', 'claimed');
create index delivery_open on delivery (conversation, sequence) where state in ('pending', 'claimed');
create index delivery_give_up on delivery (give_up_at) where state = 'pending';
create index delivery_untold on delivery (changed_at) where untold = 1;
create index delivery_tenant on delivery (tenant, created_at);
