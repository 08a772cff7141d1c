-- ARGV: id. Answers {whether it was there}.
local id = ARGV[1]
local old = redis.call('HGET', documents, id)
if not old then
  return {0}
end
unindex(id, old)
redis.call('HDEL', documents, id)
redis.call('ZREM', ids, id)
for _, field in ipairs(redis.call('HKEYS', spec)) do
  if sub(field, 1, 1) == 'n' then
    redis.call('ZREM', base .. ':o' .. sub(field, 2), id)
  end
end
return {1}
