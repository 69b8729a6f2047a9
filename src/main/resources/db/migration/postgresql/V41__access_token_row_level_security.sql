alter table access_token enable row level security;
alter table access_token force row level security;
create policy tenant on access_token using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
