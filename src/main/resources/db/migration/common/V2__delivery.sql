-- The delivery ledger: one row for each message on its way to a contact.
-- State: pending, claimed, sent, delivered, read, failed, dead.
create table delivery (
  conversation   text     not null,
  sequence       bigint   not null,
  tenant         text     not null,
  channel        text     not null,
  inbox          text     not null,
  thread         text     not null,
  state          text     not null,
  attempt        integer  not null,
  next_attempt_at bigint  not null,
  owner          text     not null,
  maybe_repeated smallint not null,
  external_id    text     not null,
  code           text     not null,
  reason         text     not null,
  -- 0 once the log has been told how it ended
  untold         smallint not null,
  created_at     bigint   not null,
  changed_at     bigint   not null,
  primary key (conversation, sequence)
) ${clustered};

create index delivery_due on delivery (channel, next_attempt_at) where state in ('pending', 'claimed');
create index delivery_untold on delivery (channel) where untold = 1;
create index delivery_tenant on delivery (tenant, created_at);
