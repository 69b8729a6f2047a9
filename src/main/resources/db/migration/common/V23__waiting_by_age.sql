-- What waits for a message that never comes is forgotten by its age.
create index waiting_age on waiting (stored_at);
create index inbound_key_waiting on inbound_key (stored_at) where state = 1;
