-- ARGV: a unique field, its value. Answers {id, record}, or nothing.
local id = redis.call('HGET', base .. ':u' .. ARGV[1], ARGV[2])
if not id then
  return {}
end
return {id, redis.call('HGET', documents, id)}
