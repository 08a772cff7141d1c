-- ARGV: kind, field, values. Answers {how many documents have one of the values}; of several lists the longest is only
-- counted.
local kind, field = ARGV[1], ARGV[2]
local total = 0
if kind == 'u' then
  for i = 3, #ARGV do
    total = total + redis.call('HEXISTS', base .. ':u' .. field, ARGV[i])
  end
  return {total}
end
local lists = {}
for i = 3, #ARGV do
  local key = text(field, ARGV[i])
  lists[#lists + 1] = {key = key, size = redis.call('ZCARD', key)}
end
table.sort(lists, function(a, b) return a.size > b.size end)
for i, list in ipairs(lists) do
  if i == 1 then
    total = list.size
  else
    for from = 0, list.size - 1, STEP do
      for _, id in ipairs(redis.call('ZRANGE', list.key, from, from + STEP - 1)) do
        local seen = false
        for before = 1, i - 1 do
          seen = seen or redis.call('ZSCORE', lists[before].key, id)
        end
        if not seen then
          total = total + 1
        end
      end
    end
  end
end
return {total}
