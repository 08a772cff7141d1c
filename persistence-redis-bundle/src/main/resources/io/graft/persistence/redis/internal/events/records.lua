-- ARGV: how many bytes to answer at most (one record at least), ids. Answers records from the first on, nil for one
-- that is not there.
local answer = {}
local bytes = 0
local most = tonumber(ARGV[1])
for i = 2, #ARGV do
  bytes = bytes + redis.call('HSTRLEN', records, ARGV[i])
  if i > 2 and bytes > most then
    break
  end
  answer[#answer + 1] = redis.call('HGET', records, ARGV[i])
end
return answer
