-- Mails: what was said to whom, ready to be sent, with what became of it.
create table mails (
  id          uuid        primary key,
  org_id      uuid        not null,
  event_id    uuid,
  order_id    uuid,
  dedupe      text        not null,
  template    text        not null,
  locale      text        not null,
  to_email    text        not null,
  to_name     text        not null default '',
  from_name   text        not null default '',
  reply_to    text,
  subject     text        not null,
  text_body   text        not null,
  html_body   text        not null,
  status      text        not null default 'queued' check (status in ('queued', 'sent', 'kept', 'failed')),
  error       text,
  correlation text,
  created_at  timestamptz not null,
  sent_at     timestamptz,
  unique (org_id, dedupe)
);
create index mails_time on mails (org_id, created_at desc, id desc);
create index mails_order on mails (order_id);
select fence('mails');

create table mail_attachments (
  id           uuid   primary key,
  org_id       uuid   not null,
  mail_id      uuid   not null references mails (id) on delete cascade,
  name         text   not null,
  content_type text   not null,
  size_bytes   bigint not null,
  blob_key     text   not null
);
create index mail_attachments_mail on mail_attachments (mail_id);
select fence('mail_attachments');

-- What other domains may know of mails: that they were sent, not what they said.
create view order_mails with (security_invoker = true) as
  select id, org_id, order_id, template, subject, to_email, status, created_at from mails where order_id is not null;
