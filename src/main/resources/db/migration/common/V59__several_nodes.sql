-- What only one node does at a time, and which one does it now. It belongs to the installation, not to a tenant.
create table leadership (
  name  text   not null primary key,
  owner text   not null,
  -- Grows each time another term begins: what was begun in an earlier one must not count.
  term  bigint not null,
  -- By the database's own clock, in milliseconds since 1970.
  until bigint not null
) ${clustered};

-- Which node's folder a version came from: the others follow it. Empty where nobody knows.
alter table route_version add column node text not null default '';
