-- Which tenant uploaded which blob: only its own files may be sent by a tenant.
create table upload (
  tenant       text   not null,
  -- SHA-256 in hexadecimal.
  blob         text   not null,
  content_type text   not null,
  size         bigint not null,
  created_by   text   not null,
  created_at   bigint not null,
  primary key (tenant, blob)
) ${clustered};
