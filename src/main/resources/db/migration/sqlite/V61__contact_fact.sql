insert or ignore into contact_fact (tenant, kind, value, contact)
select tenant, 'email', lower(trim(json_extract(attributes, '$.email'))), id from contact
where trim(coalesce(json_extract(attributes, '$.email'), '')) <> '';
insert or ignore into contact_fact (tenant, kind, value, contact)
select tenant, 'memberNumber', trim(json_extract(attributes, '$.memberNumber')), id from contact
where trim(coalesce(json_extract(attributes, '$.memberNumber'), '')) <> '';
insert or ignore into contact_fact (tenant, kind, value, contact)
select tenant, 'phone', case when digits like '861__________' then substr(digits, 3) else digits end, id from (
  select tenant, id, replace(replace(replace(replace(replace(json_extract(attributes, '$.phone'),
    ' ', ''), '-', ''), '+', ''), '(', ''), ')', '') as digits from contact)
where coalesce(digits, '') <> '' and digits not glob '*[^0-9]*';
