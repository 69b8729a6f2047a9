-- The name to show; empty where it is the account's name.
alter table account add column display_name text not null default '';
-- 1 where the account may not log in.
alter table account add column disabled smallint not null default 0;
-- 1 where the password was made by the hub and has not been changed since.
alter table account add column generated smallint not null default 0;

-- Who is logged in with a browser.
create table login_session (
  id         text     not null primary key,
  tenant     text     not null,
  account    text     not null,
  -- SHA-256 of the secret in the cookie, which has 256 random bits.
  hash       ${bytes} not null unique,
  created_at bigint   not null,
  used_at    bigint   not null
);
create index login_session_account on login_session (tenant, account);

-- What administrators and logins did. Each row holds the hash of the one before it, so that no change goes unseen.
create table audit (
  tenant   text     not null,
  number   bigint   not null,
  at       bigint   not null,
  who      text     not null,
  what     text     not null,
  target   text     not null,
  details  text     not null,
  previous ${bytes} not null,
  hash     ${bytes} not null,
  primary key (tenant, number)
) ${clustered};

-- The end of each tenant's chain: lock while a row is added, and witness that none was cut off.
create table audit_head (
  tenant text     not null primary key,
  number bigint   not null,
  hash   ${bytes} not null
);
