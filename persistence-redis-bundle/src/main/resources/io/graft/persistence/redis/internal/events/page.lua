-- ARGV: least, greatest, top (as ZLEXCOUNT has them: a selection is between least and greatest, the page is of what is
-- between least and top), whether to count, offset, limit, how many records and bytes to answer at most (one record at
-- least), lists.
-- Answers {total, members of the page, newest first, records of their events from the first on, each once}.
local least, greatest, top = ARGV[1], ARGV[2], ARGV[3]
local count = ARGV[4] == '1'
local offset, limit = tonumber(ARGV[5]), tonumber(ARGV[6])
local mostRecords, mostBytes = tonumber(ARGV[7]), tonumber(ARGV[8])

local total = 0
local available = 0
local lists = {}
for i = 9, #ARGV do
  local key = base .. ARGV[i]
  if count then
    total = total + redis.call('ZLEXCOUNT', key, least, greatest)
  end
  local has = redis.call('ZLEXCOUNT', key, least, top)
  if has > 0 then
    local above = top == '+' and 0 or redis.call('ZCARD', key) - redis.call('ZLEXCOUNT', key, '-', top)
    lists[#lists + 1] = {key = key, above = above, has = has, low = 0, high = has}
    available = available + has
  end
end

local function members(list, from, number)
  number = math.min(number, list.has - from)
  if number <= 0 then
    return {}
  end
  return redis.call('ZREVRANGE', list.key, list.above + from, list.above + from + number - 1)
end

-- Members that are as long as each other, or differ before the end of the shorter one.
local function greater(a, b)
  for i = 1, #a do
    local x, y = byte(a, i), byte(b, i)
    if x ~= y then
      return x > y
    end
  end
  return false
end

-- Where the offset lies in each of several lists: halves the widest doubt until there is none.
local function seek()
  while true do
    local sum, widest = 0, lists[1]
    for _, list in ipairs(lists) do
      sum = sum + list.low
      if list.high - list.low > widest.high - widest.low then
        widest = list
      end
    end
    if sum >= offset or widest.high == widest.low then
      return
    end
    local middle = floor((widest.low + widest.high) / 2)
    local pivot = members(widest, middle, 1)[1]
    local rank = 0
    for _, list in ipairs(lists) do
      list.rank = list == widest and middle or redis.call('ZLEXCOUNT', list.key, '(' .. pivot, top)
      rank = rank + list.rank
    end
    for _, list in ipairs(lists) do
      if rank < offset then
        list.low = math.max(list.low, list == widest and middle + 1 or list.rank)
      else
        list.high = math.max(list.low, math.min(list.high, list.rank))
      end
      if rank == offset then
        list.low = list.high
      end
    end
  end
end

local page = {}
if offset < available and limit > 0 then
  if #lists == 1 then
    page = members(lists[1], offset, limit)
  else
    seek()
    for _, list in ipairs(lists) do
      list.next = members(list, list.low, limit)
      list.at = 1
    end
    while #page < limit do
      local best
      for _, list in ipairs(lists) do
        local candidate = list.next[list.at]
        if candidate and (not best or greater(candidate, best.next[best.at])) then
          best = list
        end
      end
      if not best then
        break
      end
      page[#page + 1] = best.next[best.at]
      best.at = best.at + 1
    end
  end
end

local answer = {}
local seen = {}
local bytes = 0
for _, member in ipairs(page) do
  local id = sub(member, 9, 24)
  if not seen[id] then
    seen[id] = true
    bytes = bytes + redis.call('HSTRLEN', records, id)
    if #answer > 0 and (#answer >= mostRecords or bytes > mostBytes) then
      break
    end
    answer[#answer + 1] = redis.call('HGET', records, id)
  end
end
return {total, page, answer}
