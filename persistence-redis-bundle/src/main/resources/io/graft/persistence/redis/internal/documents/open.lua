-- ARGV: fields of the specification, each behind its kind. Answers {1}, or {0, a unique field that is new}.
local exists = redis.call('EXISTS', spec) == 1
local fresh = {}
for _, field in ipairs(ARGV) do
  if redis.call('HEXISTS', spec, field) == 0 then
    if exists and sub(field, 1, 1) == 'u' then
      return {0, sub(field, 2)}
    end
    fresh[#fresh + 1] = field
  end
end
if not exists then
  redis.call('HSET', spec, '', '')
end
for _, field in ipairs(fresh) do
  redis.call('HSET', spec, field, '')
  if sub(field, 1, 1) == 'n' and redis.call('EXISTS', ids) == 1 then
    redis.call('ZUNIONSTORE', base .. ':o' .. sub(field, 2), 1, ids)
  end
end
return {1}
