-- The calls that were made for an errand of several; its last one is recorded with the errand itself.
create table errand_call (
  kind            text     not null,
  lane            text     not null,
  place           bigint   not null,
  part            integer  not null,
  -- Which of the errand's calls, from 0.
  number          integer  not null,
  tenant          text     not null,
  -- What came of it, in the kind's own form.
  result          text     not null,
  maybe_repeated  smallint not null,
  -- How far the errand had come with it, in the kind's own form.
  progress        text     not null,
  made_at         bigint   not null,
  primary key (kind, lane, place, part, number)
) ${clustered};
