-- Deliveries are errands: the payload is the thread that they go to, the result the platform's id of the message.
${all_tenants};

insert into errand (kind, lane, place, part, tenant, target, inbox, payload, state, attempt, counted_from, faults,
                    next_attempt_at, give_up_at, owner, maybe_repeated, result, code, reason, replays, untold,
                    created_at, changed_at)
select 'delivery', conversation, sequence, 0, tenant, channel, inbox, thread,
       case state when 'sent' then 'done' else state end, attempt, counted_from, faults,
       next_attempt_at, give_up_at, owner, maybe_repeated, external_id, code, reason, replays, untold,
       created_at, changed_at
from delivery;

drop table delivery;
