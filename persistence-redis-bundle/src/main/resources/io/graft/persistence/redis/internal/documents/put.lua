-- ARGV: id, record, the revision that it replaces (empty: it is new), number fields of the specification.
-- Answers {1}; {2, field, value} that is taken; {3, the stored revision, if there is one}.
local id, record, revision = ARGV[1], ARGV[2], ARGV[3]
local old = redis.call('HGET', documents, id)
if revision == '' then
  if old then
    return {2, 'id', id}
  end
elseif not old or sub(old, 1, 8) ~= revision then
  return {3, old and sub(old, 1, 8) or ''}
end
local taken
entries(record, function(kind, field, value)
  if kind == 'u' then
    local owner = redis.call('HGET', base .. ':u' .. field, value)
    if owner and owner ~= id then
      taken = taken or {2, field, value}
    end
  end
end)
if taken then
  return taken
end

redis.call('HSET', documents, id, record)
if old then
  unindex(id, old)
else
  redis.call('ZADD', ids, 0, id)
end
local lacking = {}
for i = 4, #ARGV do
  lacking[ARGV[i]] = true
end
for _, field in ipairs(redis.call('HKEYS', spec)) do
  if sub(field, 1, 1) == 'n' then
    lacking[sub(field, 2)] = true
  end
end
entries(record, function(kind, field, value)
  if kind == 'u' then
    redis.call('HSET', base .. ':u' .. field, value, id)
  elseif kind == 't' then
    redis.call('ZADD', text(field, value), 0, id)
  else
    redis.call('ZADD', base .. ':n' .. field, 0, value .. id)
    redis.call('ZADD', base .. ':m' .. field, 0, complement(value) .. id)
    redis.call('HSET', base .. ':v' .. field, id, value)
    redis.call('ZREM', base .. ':o' .. field, id)
    lacking[field] = nil
  end
end)
for field in pairs(lacking) do
  redis.call('ZADD', base .. ':o' .. field, 0, id)
end
return {1}
