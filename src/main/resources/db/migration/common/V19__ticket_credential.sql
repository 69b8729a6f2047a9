-- What the owner of a ticket is known by; with its end the ticket is worth nothing, and the socket that it opened ends.
alter table ticket add column credential text not null default '';
