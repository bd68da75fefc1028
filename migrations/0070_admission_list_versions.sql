-- Lists are changed by hand, and nobody overwrites what they have not seen.
alter table check_in_lists add column version bigint not null default 1;
