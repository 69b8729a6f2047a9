${all_tenants};

insert into contact_fact (tenant, kind, value, contact)
select tenant, 'email', lower(btrim(attributes::json ->> 'email')), id from contact
where btrim(coalesce(attributes::json ->> 'email', '')) <> ''
union
select tenant, 'memberNumber', btrim(attributes::json ->> 'memberNumber'), id from contact
where btrim(coalesce(attributes::json ->> 'memberNumber', '')) <> ''
union
select tenant, 'phone', regexp_replace(regexp_replace(regexp_replace(attributes::json ->> 'phone',
  '[^0-9]', '', 'g'), '^00', ''), '^86(1[0-9]{10})$', '\1'), id from contact
where regexp_replace(coalesce(attributes::json ->> 'phone', ''), '[^0-9]|^00', '', 'g') <> '';

alter table record enable row level security;
alter table record force row level security;
create policy tenant on record using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table record_change enable row level security;
alter table record_change force row level security;
create policy tenant on record_change using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table record_identity enable row level security;
alter table record_identity force row level security;
create policy tenant on record_identity using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table record_notice enable row level security;
alter table record_notice force row level security;
create policy tenant on record_notice using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table contact_fact enable row level security;
alter table contact_fact force row level security;
create policy tenant on contact_fact using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
