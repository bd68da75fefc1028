-- Access tokens, and third-party apps that ask for them (OAuth 2.1).

-- Key pairs that sign access tokens, their private halves sealed. Global: they are the site's. A key is published when
-- it is made and signs from `signs_from` on, so that whoever verifies knows it by then.
create table token_keys (
  kid        text        primary key,
  public_key bytea       not null,
  sealed_key bytea       not null,
  created_at timestamptz not null,
  signs_from timestamptz not null
);

-- Apps that an organisation lets ask its people. `id_hash` is the SHA-256 of the id's text: an app is looked up by the
-- id it shows before the organisation is known. Without a secret it is a public client (RFC 6749 §2.1).
create table oauth_apps (
  org_id        uuid        not null references organisations (org_id) on delete cascade,
  id            uuid        primary key,
  id_hash       bytea       not null unique,
  name          text        not null check (length(name) between 1 and 100),
  redirect_uris text[]      not null check (cardinality(redirect_uris) between 1 and 20),
  permissions   text[]      not null,
  secret_hash   bytea,
  made_by       uuid        references people (id) on delete set null,
  created_at    timestamptz not null,
  unique (org_id, id)
);
select fence('oauth_apps');
create policy bearer on oauth_apps for select
  using (id_hash = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));
create policy own on oauth_apps for select
  using (org_id in (select m.org_id from memberships m
                    where m.person_id = (select nullif(current_setting('app.person', true), ''))::uuid));

-- What somebody allowed an app. It ends with the app and with the membership.
create table oauth_consents (
  org_id       uuid        not null,
  id           uuid        primary key,
  app_id       uuid        not null,
  person_id    uuid        not null,
  permissions  text[]      not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  unique (org_id, id),
  constraint oauth_consents_once unique (org_id, app_id, person_id),
  foreign key (org_id, app_id) references oauth_apps (org_id, id) on delete cascade,
  foreign key (org_id, person_id) references memberships (org_id, person_id) on delete cascade
);
create index oauth_consents_person on oauth_consents (person_id);
select fence('oauth_consents');
create policy own on oauth_consents for select
  using (person_id = (select nullif(current_setting('app.person', true), ''))::uuid);

-- Each exchange of a code begins a family of tokens; while its row is here, they are good.
create table token_families (
  org_id      uuid        not null,
  id          uuid        primary key,
  consent_id  uuid        not null,
  permissions text[]      not null,
  created_at  timestamptz not null,
  unique (org_id, id),
  foreign key (org_id, consent_id) references oauth_consents (org_id, id) on delete cascade
);
create index token_families_consent on token_families (org_id, consent_id);
select fence('token_families');

-- A code is good once. `family_id` tells what it became, so that a second use can end it.
create table oauth_codes (
  org_id       uuid        not null,
  digest       bytea       primary key,
  consent_id   uuid        not null,
  permissions  text[]      not null,
  redirect_uri text        not null,
  challenge    text        not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  family_id    uuid,
  foreign key (org_id, consent_id) references oauth_consents (org_id, id) on delete cascade
);
create index oauth_codes_expiry on oauth_codes (expires_at);
create index oauth_codes_consent on oauth_codes (org_id, consent_id);
select fence('oauth_codes');
create policy bearer on oauth_codes for select
  using (digest = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));

-- A used refresh token stays until it expires: whoever shows it again has stolen it, or was stolen from.
create table refresh_tokens (
  org_id     uuid        not null,
  digest     bytea       primary key,
  family_id  uuid        not null,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz,
  foreign key (org_id, family_id) references token_families (org_id, id) on delete cascade
);
create index refresh_tokens_family on refresh_tokens (org_id, family_id);
create index refresh_tokens_expiry on refresh_tokens (expires_at);
select fence('refresh_tokens');
create policy bearer on refresh_tokens for select
  using (digest = (select decode(nullif(current_setting('app.secret', true), ''), 'hex')));

create or replace view actor_names with (security_invoker = true) as
  select id, name from people
  union all
  select id, name from api_keys
  union all
  select id, name from door_links
  union all
  select c.id, a.name from oauth_consents c join oauth_apps a on a.id = c.app_id;
