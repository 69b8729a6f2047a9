-- Subscriptions of business systems to what happens, told by webhooks.
create table webhook (
  tenant        text     not null,
  id            text     not null,
  name          text     not null,
  url           text     not null,
  -- Which events, in JSON.
  filter        text     not null,
  -- Whether events of one conversation go one after the other.
  ordered       smallint not null,
  -- on; off by a person; gone, since it answered 410; failed, since it has failed for days.
  state         text     not null,
  state_since   bigint   not null,
  -- Since when every attempt has failed; null where the last one was taken.
  failing_since bigint,
  -- The keys that sign, encrypted.
  secrets       ${bytes} not null,
  created_by    text     not null,
  created_at    bigint   not null,
  -- Grows with each change of the row.
  revision      bigint   not null,
  primary key (tenant, id)
) ${clustered};

-- What became of each attempt at a webhook, for those who look for what went wrong.
create table webhook_attempt (
  tenant        text     not null,
  -- The event: where its entry stands in its conversation.
  conversation  text     not null,
  sequence      bigint   not null,
  webhook       text     not null,
  attempt       integer  not null,
  made_at       bigint   not null,
  -- In milliseconds.
  took          bigint   not null,
  -- Of HTTP; 0 where no answer came.
  status        integer  not null,
  -- Why no answer came.
  failure       text     not null,
  -- The beginning of the answer.
  answer        text     not null,
  primary key (tenant, conversation, sequence, webhook, attempt)
) ${clustered};

create index webhook_attempt_age on webhook_attempt (made_at);

-- The newest of a webhook, and those of a time.
create index errand_webhook on errand (tenant, target, created_at) where kind = 'webhook';

${row_level_security};
