-- Devices of visitors' apps that are to be woken when something is said to them.
create table device (
  tenant       text   not null,
  -- The site's.
  inbox        text   not null,
  -- The visitor's.
  conversation text   not null,
  -- The app's own name of it.
  id           text   not null,
  kind         text   not null,
  -- By which whoever wakes it knows it.
  token        text   not null,
  -- Tells the token from others.
  print        text   not null,
  app          text   not null,
  locale       text   not null,
  -- When it was registered last.
  seen_at      bigint not null,
  primary key (conversation, id)
) ${clustered};

-- A token is one visitor's.
create unique index device_token on device (tenant, inbox, kind, print);
create index device_seen on device (seen_at);

${row_level_security};
