insert or ignore into contact_fact (tenant, kind, value, contact)
select tenant, 'email', lower(trim(json_extract(attributes, '$.email'))), id from contact
where trim(coalesce(json_extract(attributes, '$.email'), '')) <> '';
insert or ignore into contact_fact (tenant, kind, value, contact)
select tenant, 'memberNumber', trim(json_extract(attributes, '$.memberNumber')), id from contact
where trim(coalesce(json_extract(attributes, '$.memberNumber'), '')) <> '';
-- Its digits, one after the other, without a leading 00 and without 86 before a Chinese mobile number.
insert or ignore into contact_fact (tenant, kind, value, contact)
with recursive
  written (tenant, id, rest, digits) as (
    select tenant, id, cast(json_extract(attributes, '$.phone') as text), '' from contact
    where coalesce(json_extract(attributes, '$.phone'), '') <> ''
    union all
    select tenant, id, substr(rest, 2), digits || case when substr(rest, 1, 1) glob '[0-9]' then substr(rest, 1, 1) else '' end
    from written where rest <> ''),
  international (tenant, id, digits) as (
    select tenant, id, case when digits like '00%' then substr(digits, 3) else digits end from written where rest = '')
select tenant, 'phone', case when digits like '861__________' then substr(digits, 3) else digits end, id
from international where digits <> '';
