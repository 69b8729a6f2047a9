-- The log, and what the engine keeps beside it. Times are milliseconds since 1970 in UTC.

create table tenant (
  id         text   not null primary key,
  name       text   not null,
  time_zone  text   not null,
  -- Makes conversation ids; made once and never changed.
  id_key     ${bytes} not null,
  created_at bigint not null
);

-- A change of the epoch tells every client and outside reader to load anew: after a promotion or a restore.
create table log_epoch (
  id     integer not null primary key,
  epoch  bigint  not null,
  -- Which server, and which timeline of it, the epoch belongs to.
  origin text    not null
);

-- The row is lock and fence of its partition.
create table partition (
  id            integer not null primary key,
  last_position bigint  not null
);

create table entry (
  partition    integer  not null,
  position     bigint   not null,
  tenant       text     not null,
  conversation text     not null,
  sequence     bigint   not null,
  visibility   smallint not null,
  kind         text     not null,
  stored_at    bigint   not null,
  -- The entry in Protobuf.
  body         ${bytes} not null,
  -- The bytes as received, where they were not ours.
  raw          ${bytes},
  primary key (partition, position)
) ${clustered};

create unique index entry_sequence on entry (conversation, sequence);

-- What was already taken in. State: 0 stored, 1 waiting, 2 dead.
create table inbound_key (
  tenant       text     not null,
  inbox        text     not null,
  "key"        text     not null,
  state        smallint not null,
  fingerprint  ${bytes} not null,
  conversation text,
  sequence     bigint,
  stored_at    bigint   not null,
  primary key (tenant, inbox, "key")
) ${clustered};

-- Events that speak of a message which isn't known yet.
create table waiting (
  tenant      text     not null,
  inbox       text     not null,
  external_id text     not null,
  "key"       text     not null,
  event       ${bytes} not null,
  stored_at   bigint   not null,
  primary key (tenant, inbox, external_id, "key")
) ${clustered};

create table contact (
  id         text   not null primary key,
  tenant     text   not null,
  name       text   not null,
  locale     text   not null,
  attributes text   not null,
  created_at bigint not null
);

create index contact_tenant on contact (tenant, created_at);

create table identity (
  tenant      text not null,
  inbox       text not null,
  external_id text not null,
  contact     text not null,
  primary key (tenant, inbox, external_id)
) ${clustered};

create index identity_contact on identity (contact);

-- One row for a conversation, with the state of its current session beside it.
create table conversation (
  id              text    not null primary key,
  tenant          text    not null,
  channel         text    not null,
  inbox           text    not null,
  thread          text    not null,
  routing_key     text    not null,
  partition       integer not null,
  contact         text    not null,
  created_at      bigint  not null,
  changed_at      bigint  not null,
  last_sequence   bigint  not null,
  last_visible    bigint  not null,
  -- The current session; all null where there was none yet. Labels stand one on a line.
  session            text,
  session_number     integer,
  status             text,
  assignee           text,
  labels             text,
  revision           bigint,
  session_opened_at  bigint,
  session_changed_at bigint
);

create index conversation_changed on conversation (tenant, changed_at);

create table session (
  id           text    not null primary key,
  tenant       text    not null,
  conversation text    not null,
  number       integer not null,
  status       text    not null,
  assignee     text    not null,
  labels       text    not null,
  revision     bigint  not null,
  opened_at    bigint  not null,
  changed_at   bigint  not null
);

create index session_conversation on session (conversation, number);

-- How far each named reader has come in each partition, and who may move it.
create table cursor (
  name      text    not null,
  partition integer not null,
  position  bigint  not null,
  owner     text    not null,
  until     bigint  not null,
  epoch     bigint  not null,
  primary key (name, partition)
);

create table dead_letter (
  id           text     not null primary key,
  tenant       text     not null,
  inbox        text     not null,
  channel      text     not null,
  route        text     not null,
  reason       text     not null,
  -- 'event': an inbound event in Protobuf; 'raw': bytes as received; 'delivery': nothing, the ledger has it
  kind         text     not null,
  "key"        text     not null,
  content_type text     not null,
  body         ${bytes} not null,
  replay_to    text     not null,
  created_at   bigint   not null,
  replayed_at  bigint,
  unique (tenant, inbox, route, "key")
);

create index dead_letter_tenant on dead_letter (tenant, created_at);
