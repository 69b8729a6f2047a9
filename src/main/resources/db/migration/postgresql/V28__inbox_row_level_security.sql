alter table inbox enable row level security;
alter table inbox force row level security;
create policy tenant on inbox using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
