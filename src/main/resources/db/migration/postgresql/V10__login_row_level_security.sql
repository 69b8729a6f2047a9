do $$
declare
  name text;
begin
  foreach name in array array['login_session', 'audit_head']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy tenant on %I using ('
      || 'current_setting(''omnihub.tenants'', true) = ''*'' or '
      || 'tenant = any (string_to_array(current_setting(''omnihub.tenants'', true), '','')))', name);
  end loop;
end
$$;

-- No policy lets a row be changed or deleted.
alter table audit enable row level security;
alter table audit force row level security;
create policy tenant_reads on audit for select using (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
create policy tenant_adds on audit for insert with check (
  current_setting('omnihub.tenants', true) = '*'
  or tenant = any (string_to_array(current_setting('omnihub.tenants', true), ',')));
