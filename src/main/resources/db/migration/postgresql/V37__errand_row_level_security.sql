alter table errand enable row level security;
alter table errand force row level security;
create policy tenant on errand using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
