-- When a token ends by itself; null for never.
alter table api_token add column expires_at bigint;
