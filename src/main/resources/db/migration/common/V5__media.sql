-- What is to be fetched from platforms into the blob store: one row for a part of a message.
-- State: pending, claimed, stored, failed.
create table media_fetch (
  conversation    text     not null,
  sequence        bigint   not null,
  part            integer  not null,
  tenant          text     not null,
  channel         text     not null,
  inbox           text     not null,
  state           text     not null,
  -- Counts every claim; an outcome is recorded only where it still matches.
  attempt         integer  not null,
  -- Attempts that ended by a fault of ours or without any outcome.
  faults          integer  not null,
  -- When it is due; of a claimed one, when the claim ends.
  next_attempt_at bigint   not null,
  give_up_at      bigint   not null,
  owner           text     not null,
  reason          text     not null,
  created_at      bigint   not null,
  changed_at      bigint   not null,
  primary key (conversation, sequence, part)
) ${clustered};

create index media_fetch_due on media_fetch (next_attempt_at) where state in ('pending', 'claimed');
create index media_fetch_tenant on media_fetch (tenant, created_at);
