-- What lists of conversations are ordered by: a look at one changes neither.
alter table conversation add column message_at bigint not null default 0;

-- Null where nothing waits for an answer.
alter table conversation add column waiting_since bigint;

update conversation set message_at = coalesce(
  (select max(entry.stored_at) from entry
    where entry.conversation = conversation.id and entry.kind = 'message.created'),
  created_at);

-- Of the conversations that were there before: who wrote last is not known here, so whoever has an open session waits.
update conversation set waiting_since = message_at where status = 'OPEN';

create index conversation_message on conversation (tenant, message_at, id);
create index conversation_session on conversation (tenant, status, assignee);
