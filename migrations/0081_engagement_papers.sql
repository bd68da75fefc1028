-- The papers of an order (tickets, calendar entry, summary) are drawn when somebody needs them: when their mail is handed
-- over, which keeps them as they went out, or when they are opened before. Until then they have no size and no file.
alter table mail_attachments
  alter column size_bytes drop not null,
  alter column blob_key drop not null,
  add column paper text check (paper in ('tickets', 'calendar', 'summary')),
  add constraint mail_attachments_from check (blob_key is not null or paper is not null);
