-- Keys of tenants, each wrapped by a key that lies outside the database. Those of visitor_key move here at the start.
create table tenant_key (
  tenant     text     not null,
  -- 'root', from which all others follow, or the name of one that was made by itself.
  name       text     not null,
  -- The id of the key that wraps it.
  wrapped_by text     not null,
  wrapped    ${bytes} not null,
  created_at bigint   not null,
  primary key (tenant, name)
);
