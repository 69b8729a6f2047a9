-- Which entries refer to which blob. A blob that nothing refers to goes after a day.
create table blob_use (
  -- SHA-256 in hexadecimal.
  blob         text   not null,
  conversation text   not null,
  sequence     bigint not null,
  tenant       text   not null,
  primary key (blob, conversation, sequence)
) ${clustered};

create index blob_use_entry on blob_use (conversation, sequence);
