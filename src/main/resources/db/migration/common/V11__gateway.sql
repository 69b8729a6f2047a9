-- Signs a tenant's visitor tokens; made once.
create table visitor_key (
  tenant     text     not null primary key,
  secret     ${bytes} not null,
  created_at bigint   not null
);

-- Tickets for the WebSocket: one use each, of which only the SHA-256 is stored.
create table ticket (
  hash       ${bytes} not null primary key,
  tenant     text     not null,
  account    text     not null,
  role       text     not null,
  -- Whether it is a person's account, else a program's token.
  person     smallint not null,
  -- The login that made it, which takes the socket with it when it ends; empty where there is none.
  login      text     not null,
  expires_at bigint   not null
);
