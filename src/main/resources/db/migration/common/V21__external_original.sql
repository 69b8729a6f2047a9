-- What others call a person whom the hub knows by a hash of it: a mark to find it by, and the thing itself, encrypted.
create table external_original (
  tenant      text     not null,
  inbox       text     not null,
  external_id text     not null,
  mark        ${bytes} not null,
  sealed      ${bytes} not null,
  primary key (tenant, inbox, external_id)
) ${clustered};

create index external_original_mark on external_original (tenant, mark);
