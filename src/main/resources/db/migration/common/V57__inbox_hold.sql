-- Inboxes, and whole channels of a tenant, through which nothing goes out until somebody says so.
create table inbox_hold (
  tenant  text   not null,
  channel text   not null,
  -- Empty for all inboxes of the channel.
  inbox   text   not null,
  -- pause: nothing is sent; drain: nothing is fetched either.
  mode    text   not null,
  who     text   not null,
  since   bigint not null,
  primary key (tenant, channel, inbox)
) ${clustered};
