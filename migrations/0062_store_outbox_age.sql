-- Facts are written in the order of time: a summary of each block finds the old ones, and costs next to nothing to keep.
drop index outbox_age;
create index outbox_age on outbox using brin (created_at);
