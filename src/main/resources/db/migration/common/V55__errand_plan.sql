-- What its first try settled for all later ones, in the kind's own form; empty until then.
alter table errand add column plan text not null default '';
