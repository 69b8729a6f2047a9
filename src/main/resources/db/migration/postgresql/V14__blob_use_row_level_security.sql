alter table blob_use enable row level security;
alter table blob_use force row level security;
create policy tenant on blob_use using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
