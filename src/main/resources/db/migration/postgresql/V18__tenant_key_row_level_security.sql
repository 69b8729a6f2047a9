alter table tenant_key enable row level security;
alter table tenant_key force row level security;
create policy tenant on tenant_key using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
