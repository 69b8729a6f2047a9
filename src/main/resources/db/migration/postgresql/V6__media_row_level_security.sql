alter table media_fetch enable row level security;
alter table media_fetch force row level security;
create policy tenant on media_fetch using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
