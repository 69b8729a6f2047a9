-- A transaction sees the rows of the tenants that it has set, and none where it has set none. The owner is held too.
do $$
declare
  name text;
begin
  foreach name in array array['entry', 'inbound_key', 'waiting', 'contact', 'identity', 'conversation', 'session',
                              'dead_letter', 'delivery', 'account', 'api_token']
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
