alter table inbox_hold enable row level security;
alter table inbox_hold force row level security;
create policy tenant on inbox_hold using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
