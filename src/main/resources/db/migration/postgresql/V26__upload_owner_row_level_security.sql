alter table upload_of enable row level security;
alter table upload_of force row level security;
create policy tenant on upload_of using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table upload_day enable row level security;
alter table upload_day force row level security;
create policy tenant on upload_day using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
