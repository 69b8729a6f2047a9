create table account (
  tenant     text     not null,
  name       text     not null,
  role       text     not null,
  -- A slow hash; the password is nowhere.
  password   text     not null,
  created_at bigint   not null,
  primary key (tenant, name)
);

create table api_token (
  id         text   not null primary key,
  tenant     text   not null,
  name       text   not null,
  role       text   not null,
  -- SHA-256 of the token, which has 256 random bits.
  hash       ${bytes} not null unique,
  created_by text   not null,
  created_at bigint not null,
  unique (tenant, name)
);
