-- Who uploaded which blob: to know a file's hash is not to own it.
create table upload_of (
  tenant       text   not null,
  -- SHA-256 in hexadecimal.
  blob         text   not null,
  created_by   text   not null,
  -- Whether it is a visitor's: then it goes soon, unless a message names it.
  visitor      integer not null,
  content_type text   not null,
  size         bigint not null,
  created_at   bigint not null,
  primary key (tenant, blob, created_by)
) ${clustered};
create index upload_of_created_at on upload_of (created_at);
insert into upload_of (tenant, blob, created_by, visitor, content_type, size, created_at)
select tenant, blob, created_by, 0, content_type, size, created_at from upload;
drop table upload;

-- What visitors, addresses and sites have uploaded on a day, in bytes.
create table upload_day (
  tenant text   not null,
  -- Days since 1970, in UTC.
  day    bigint not null,
  who    text   not null,
  bytes  bigint not null,
  primary key (tenant, day, who)
) ${clustered};
