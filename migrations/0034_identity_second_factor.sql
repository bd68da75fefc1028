-- A second factor may be asked of some roles only. `second_factor_roles` holds built-in names and ids of roles.
alter table organisations
  drop constraint organisations_second_factor_check,
  add constraint organisations_second_factor_check check (second_factor in ('off', 'everyone', 'roles')),
  add column second_factor_roles text[] not null default '{}';
