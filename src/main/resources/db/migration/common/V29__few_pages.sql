-- What a message writes lies on few pages. The tables from before are emptied into these when the hub starts, in
-- pieces, and then go: see LogUpgrade.
alter table conversation rename to conversation_before;
alter table session rename to session_before;
alter table inbound_key rename to inbound_key_before;
drop index conversation_changed;
drop index conversation_session;
drop index inbound_key_waiting;

-- What a conversation is.
create table conversation (
  -- What other tables know it by. It grows with the time at which conversations began; below 0 for those from before
  -- there were numbers.
  number      bigint  not null primary key,
  id          text    not null,
  tenant      text    not null,
  channel     text    not null,
  inbox       text    not null,
  thread      text    not null,
  routing_key text    not null,
  partition   integer not null,
  contact     text    not null,
  created_at  bigint  not null,
  -- The number of its current session; null where there was none yet.
  session     integer
) ${clustered};

create unique index conversation_id on conversation (id);

-- What changes with each entry of a conversation.
create table conversation_head (
  conversation  bigint   not null primary key,
  tenant        text     not null,
  changed_at    bigint   not null,
  message_at    bigint   not null,
  -- Null where nothing waits for an answer.
  waiting_since bigint,
  last_sequence bigint   not null,
  last_visible  bigint   not null,
  -- The position of the last message; 0 where there is none.
  last_message  bigint   not null,
  -- Of the entries that make no block yet.
  positions     ${bytes} not null,
  -- The two times divided by ten seconds: what lists go along, without an index that each message writes.
  changed_slot  bigint   not null,
  message_slot  bigint   not null
) ${clustered};

create index head_changed on conversation_head (tenant, changed_slot);
create index head_message on conversation_head (tenant, message_slot);

-- At which positions 64 consecutive entries of a conversation stand; block 0 begins with sequence 1.
create table entry_block (
  conversation bigint   not null,
  block        bigint   not null,
  positions    ${bytes} not null,
  primary key (conversation, block)
) ${clustered};

-- Sessions in Protobuf, beside what they are searched by.
create table session (
  conversation bigint   not null,
  number       integer  not null,
  tenant       text     not null,
  status       text     not null,
  assignee     text     not null,
  body         ${bytes} not null,
  primary key (conversation, number)
) ${clustered};

create index session_status on session (tenant, status, assignee);

-- What was already taken in. State: 0 stored, 1 waiting, 2 dead.
create table inbound_key (
  tenant       text     not null,
  inbox        text     not null,
  "key"        text     not null,
  state        smallint not null,
  fingerprint  ${bytes} not null,
  -- The entry that came of it, where one did.
  conversation bigint,
  sequence     bigint   not null,
  position     bigint   not null,
  stored_at    bigint   not null,
  primary key (tenant, inbox, "key")
) ${clustered};

create index inbound_key_waiting on inbound_key (stored_at) where state = 1;

-- Where the entry stands; 0 in those from before until they are looked up.
alter table blob_use add column partition integer not null default 0;
alter table blob_use add column position bigint not null default 0;
