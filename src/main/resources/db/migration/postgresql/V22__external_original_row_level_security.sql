alter table external_original enable row level security;
alter table external_original force row level security;
create policy tenant on external_original using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
