-- All of it is in the table of V51 now: the hub comes here only after that.
drop table entry_before;
