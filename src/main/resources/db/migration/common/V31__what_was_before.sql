-- All of it is in the tables of V29 now: the hub comes here only after that.
drop table conversation_before;
drop table session_before;
drop table inbound_key_before;
drop index entry_sequence;
