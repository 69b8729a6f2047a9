-- What became of each route file: which version came into operation when, and who brought it. The files belong to the
-- installation, not to a tenant.
create table route_version (
  file   text   not null,
  -- Counts up from 1 for each file.
  number bigint not null,
  -- Of the body; empty where the file was gone.
  hash   text   not null,
  body   ${bytes},
  -- came, rolled-back, gone
  what   text   not null,
  -- Of a roll-back: the hash of what lay in the folder then, empty where nothing did. It holds as long as that lies there.
  over_hash text,
  who    text   not null,
  at     bigint not null,
  primary key (file, number)
) ${clustered};
