-- Access tokens that platforms grant, which all nodes share, encrypted; and whose turn it is to ask for the next one.
create table access_token (
  tenant        text   not null,
  -- The channel and the app that it is for.
  name          text   not null,
  -- Null until the first one is granted.
  sealed        ${bytes},
  -- When the next one is to be asked for, before this one ends.
  renew_at      bigint not null,
  owner         text   not null,
  claimed_until bigint not null,
  primary key (tenant, name)
) ${clustered};
