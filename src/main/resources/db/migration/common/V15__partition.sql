-- Into how many partitions the log is divided, the same in every row; 0 in a log from before it was written down. A
-- node that finds more of them here than it was started with must not write.
alter table partition add column partitions integer not null default 0;

-- Entries up to here were removed, since they were older than they are kept.
alter table partition add column pruned_to bigint not null default 0;
