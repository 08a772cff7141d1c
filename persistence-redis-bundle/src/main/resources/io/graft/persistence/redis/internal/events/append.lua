-- ARGV: n, then n names (id, value); m, then m ids of names that must be known; s, then s streams (id of the pair, id);
-- k, then k events (id, record); then the lists of these (name, how many arguments, the arguments of ZADD).
-- Answers {0, ids of names that are missing}, with no event stored, or {1, numbers of the events that were there}.
local at = 1

-- The number here, and where what it counts begins and ends.
local function part(width)
  local from = at + 1
  at = from + width * tonumber(ARGV[at])
  return from, at - 1
end

local from, to = part(2)
for i = from, to, 2 do
  redis.call('HSETNX', names, ARGV[i], ARGV[i + 1])
  known[ARGV[i]] = ARGV[i + 1]
end

-- What a hash says to some fields that are arguments, false where it lacks one.
local function lookUp(hash, first, last, step, visit)
  local fields = {}
  for i = first, last, step do
    fields[#fields + 1] = ARGV[i]
  end
  for begin = 1, #fields, STEP do
    local values = redis.call('HMGET', hash, unpack(fields, begin, math.min(begin + STEP - 1, #fields)))
    for i = 1, #values do
      visit(begin + i - 1, fields[begin + i - 1], values[i])
    end
  end
end

local missing = {}
from, to = part(1)
lookUp(names, from, to, 1, function(_, id, value)
  if value then
    known[id] = value
  else
    missing[#missing + 1] = id
  end
end)
if #missing > 0 then
  return {0, missing}
end

local firstStream, lastStream = part(2)
local firstEvent, lastEvent = part(2)
local duplicates = {}
local there = {}
lookUp(records, firstEvent, lastEvent, 2, function(number, id, record)
  if record then
    duplicates[#duplicates + 1] = number - 1
    there[id] = true
  end
end)

if #duplicates == 0 then
  for i = firstEvent, lastEvent, STEP do
    redis.call('HSET', records, unpack(ARGV, i, math.min(i + STEP - 1, lastEvent)))
  end
  while at <= #ARGV do
    local key = base .. ARGV[at]
    at = at + 1
    from, to = part(1)
    for i = from, to, STEP do
      redis.call('ZADD', key, unpack(ARGV, i, math.min(i + STEP - 1, to)))
    end
  end
else
  local lists = {}
  for i = firstEvent, lastEvent, 2 do
    if not there[ARGV[i]] then
      redis.call('HSET', records, ARGV[i], ARGV[i + 1])
      entries(ARGV[i], ARGV[i + 1], function(list, member)
        local members = lists[list]
        if not members then
          members = {}
          lists[list] = members
        end
        members[#members + 1] = 0
        members[#members + 1] = member
      end)
    end
  end
  for list, members in pairs(lists) do
    each('ZADD', list, members)
  end
end

if #duplicates * 2 < lastEvent - firstEvent + 1 then
  lookUp(streams, firstStream, lastStream, 2, function(number, pair, value)
    if not value and redis.call('EXISTS', base .. ':p' .. pair, base .. ':z' .. pair) > 0 then
      redis.call('HSET', streams, pair, name(ARGV[firstStream + 2 * number - 1]))
    end
  end)
end
return {1, duplicates}
