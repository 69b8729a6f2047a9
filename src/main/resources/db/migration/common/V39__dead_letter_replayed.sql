-- Dead letters go some time after they were processed again.
create index dead_letter_replayed on dead_letter (replayed_at) where replayed_at is not null;
