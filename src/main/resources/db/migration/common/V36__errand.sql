-- The ledger of errands: one row for each thing that is to be done outside.
create table errand (
  -- delivery, media.
  kind            text     not null,
  -- What it belongs to, such as a conversation; its place there, and its part where one thing takes several errands.
  lane            text     not null,
  place           bigint   not null,
  part            integer  not null,
  tenant          text     not null,
  -- Whom it asks, such as a channel.
  target          text     not null,
  inbox           text     not null,
  -- What its handler needs, in the kind's own form.
  payload         text     not null,
  -- pending, claimed, done, failed, dead; of a delivery that is done, delivered or read.
  state           text     not null,
  -- Counts every claim and never goes back; an outcome is recorded only where it still matches.
  attempt         integer  not null,
  -- The attempts that count for giving up are those after this one.
  counted_from    integer  not null,
  -- Attempts that ended by a fault of ours or without any outcome.
  faults          integer  not null,
  -- When it is due; of a claimed one, when the claim ends.
  next_attempt_at bigint   not null,
  give_up_at      bigint   not null,
  owner           text     not null,
  maybe_repeated  smallint not null,
  -- What came of it, in the kind's own form.
  result          text     not null,
  code            text     not null,
  reason          text     not null,
  -- How often a person had it done again after it had ended.
  replays         integer  not null,
  -- 0 once whoever asked for it was told how it ended.
  untold          smallint not null,
  created_at      bigint   not null,
  changed_at      bigint   not null,
  primary key (kind, lane, place, part)
) ${clustered};

create index errand_due on errand (kind, target, next_attempt_at) where state in ('pending', 'claimed');
create index errand_open on errand (kind, lane, place, part) where state in ('pending', 'claimed');
create index errand_give_up on errand (kind, give_up_at) where state = 'pending';
create index errand_untold on errand (kind, changed_at) where untold = 1;
create index errand_tenant on errand (tenant, kind, created_at);

${all_tenants};

-- What had been given up was told to the log before it was recorded; what was stored, too.
insert into errand (kind, lane, place, part, tenant, target, inbox, payload, state, attempt, counted_from, faults,
                    next_attempt_at, give_up_at, owner, maybe_repeated, result, code, reason, replays, untold,
                    created_at, changed_at)
select 'media', conversation, sequence, part, tenant, channel, inbox, '',
       case state when 'stored' then 'done' else state end, attempt, 0, faults,
       next_attempt_at, give_up_at, owner, 0, '', '', reason, 0, 0, created_at, changed_at
from media_fetch;

drop table media_fetch;
