-- Grows with each change of a webhook, so that a node knows whether what it has in memory is what is there.
create table webhook_version (
  id      integer not null primary key,
  version bigint  not null
);

insert into webhook_version (id, version) values (1, 1);

-- How far the log was when it was made or switched on: it is told of what came after.
alter table webhook add column since_log text not null default '';
