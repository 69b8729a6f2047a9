alter table errand_call enable row level security;
alter table errand_call force row level security;
create policy tenant on errand_call using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
