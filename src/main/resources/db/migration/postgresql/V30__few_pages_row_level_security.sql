do $$
declare
  name text;
begin
  foreach name in array array['conversation', 'conversation_head', 'session', 'inbound_key']
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

-- A head is written anew with each message: where its page has room for that, no index is.
alter table conversation_head set (fillfactor = 40);
alter table partition set (fillfactor = 40);
alter table cursor set (fillfactor = 40);
