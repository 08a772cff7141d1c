-- ARGV: offset, limit, whether to count all; the field to sort by (behind a for ascending, d for descending; empty for
-- the order of the ids), the least and greatest of its numbers, or both empty for all and those without;
-- then conditions, each a kind, a field, a number of values, values:
--   t the text field has one of the values, u the unique field has one of them, n its number is from the first to the second.
-- Answers {total, id, record, id, record, ...}; without counting, the total is what was passed over and found.
local offset, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local all = ARGV[3] == '1'
local order, least, greatest = ARGV[4], ARGV[5], ARGV[6]

local conditions = {}
local at = 7
while at <= #ARGV do
  local condition = {kind = ARGV[at], field = ARGV[at + 1], values = {}}
  local number = tonumber(ARGV[at + 2])
  for i = 1, number do
    condition.values[i] = ARGV[at + 2 + i]
  end
  conditions[#conditions + 1] = condition
  at = at + 3 + number
end

local total = 0
local found = {}

-- Documents that a unique field finds, in the order of their ids.
local function unique(condition)
  local result, seen = {}, {}
  for _, value in ipairs(condition.values) do
    local id = redis.call('HGET', base .. ':u' .. condition.field, value)
    if id and not seen[id] then
      seen[id] = true
      result[#result + 1] = id
    end
  end
  table.sort(result, less)
  return result
end

local function meets(id, condition)
  local kind, field = condition.kind, condition.field
  if kind == 'n' then
    local number = redis.call('HGET', base .. ':v' .. field, id)
    return number and not less(number, condition.values[1]) and not less(condition.values[2], number)
  end
  for _, value in ipairs(condition.values) do
    if kind == 't' then
      if redis.call('ZSCORE', text(field, value), id) then
        return true
      end
    elseif redis.call('HGET', base .. ':u' .. field, value) == id then
      return true
    end
  end
  return false
end

local function take(id)
  for _, condition in ipairs(conditions) do
    if not meets(id, condition) then
      return
    end
  end
  total = total + 1
  if total > offset and #found < limit then
    found[#found + 1] = id
  end
end

local function satisfied()
  return not all and #found >= limit
end

-- What the order is taken from: lists, whose members are ids behind a number of bytes.
local sources = {}
local explicit
if order == '' then
  local best
  for i, condition in ipairs(conditions) do
    if condition.kind == 'u' then
      explicit = explicit or i
    elseif condition.kind == 't' and #condition.values == 1 then
      condition.size = redis.call('ZCARD', text(condition.field, condition.values[1]))
      if not best or condition.size < conditions[best].size then
        best = i
      end
    end
  end
  if explicit then
    explicit = table.remove(conditions, explicit)
  elseif best then
    local condition = table.remove(conditions, best)
    sources[1] = {key = text(condition.field, condition.values[1]), from = '-', to = '+', skip = 0}
  else
    sources[1] = {key = ids, from = '-', to = '+', skip = 0}
  end
else
  local field = sub(order, 2)
  local key = base .. (sub(order, 1, 1) == 'a' and ':n' or ':m') .. field
  if least == '' then
    sources[1] = {key = key, from = '-', to = '+', skip = 8}
    sources[2] = {key = base .. ':o' .. field, from = '-', to = '+', skip = 0}
  else
    sources[1] = {key = key, from = least, to = greatest, skip = 8}
  end
end

if explicit then
  for _, id in ipairs(unique(explicit)) do
    take(id)
  end
end
for _, source in ipairs(sources) do
  local has = redis.call('ZLEXCOUNT', source.key, source.from, source.to)
  local first = 0
  if source.from ~= '-' then
    first = redis.call('ZLEXCOUNT', source.key, '-', '(' .. sub(source.from, 2))
  end
  if #conditions == 0 then
    local passed = math.max(0, offset - total)
    local number = math.min(has - passed, limit - #found)
    for from = passed, passed + number - 1, STEP do
      local to = math.min(from + STEP, passed + number) - 1
      for _, member in ipairs(redis.call('ZRANGE', source.key, first + from, first + to)) do
        found[#found + 1] = sub(member, source.skip + 1)
      end
    end
    total = total + has
  else
    for from = 0, has - 1, STEP do
      if satisfied() then
        break
      end
      local to = math.min(from + STEP, has) - 1
      for _, member in ipairs(redis.call('ZRANGE', source.key, first + from, first + to)) do
        take(sub(member, source.skip + 1))
      end
    end
  end
end

local answer = {total}
for from = 1, #found, STEP do
  local to = math.min(from + STEP - 1, #found)
  for i, record in ipairs(redis.call('HMGET', documents, unpack(found, from, to))) do
    answer[#answer + 1] = found[from + i - 1]
    answer[#answer + 1] = record
  end
end
return answer
