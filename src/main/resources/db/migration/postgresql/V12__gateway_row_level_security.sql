alter table visitor_key enable row level security;
alter table visitor_key force row level security;
create policy tenant on visitor_key using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
alter table ticket enable row level security;
alter table ticket force row level security;
create policy tenant on ticket using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
