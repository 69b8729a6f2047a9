-- How far a source that is fetched page by page has been taken in, in the source's own words. It belongs to the route
-- that names it, and so to the installation, not to a tenant.
create table poll_cursor (
  name     text   not null primary key,
  position text   not null,
  moved_at bigint not null
) ${clustered};
