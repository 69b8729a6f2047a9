-- Of which channel an inbox is: its conversations are known by its id, so another channel may never have that id.
create table inbox (
  tenant  text not null,
  id      text not null,
  channel text not null,
  primary key (tenant, id)
) ${clustered};

insert into inbox (tenant, id, channel)
select tenant, inbox, min(channel) from conversation group by tenant, inbox;
