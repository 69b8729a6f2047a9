alter table upload enable row level security;
alter table upload force row level security;
create policy tenant on upload using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
