-- ARGV: n, then n names (id, value); m, then m ids of names that must be known; then events (id, record).
-- Answers {0, ids of names that are missing}, with nothing changed, or {1, numbers of the events that were there}.
local at = 2
local given = tonumber(ARGV[1])
for _ = 1, given do
  redis.call('HSETNX', names, ARGV[at], ARGV[at + 1])
  at = at + 2
end
local needed = tonumber(ARGV[at])
at = at + 1
local missing = {}
for from = at, at + needed - 1, STEP do
  local values = redis.call('HMGET', names, unpack(ARGV, from, math.min(from + STEP - 1, at + needed - 1)))
  for i, value in ipairs(values) do
    local id = ARGV[from + i - 1]
    if value then
      known[id] = value
    else
      missing[#missing + 1] = id
    end
  end
end
if #missing > 0 then
  return {0, missing}
end
at = at + needed

local lists = {}
local seen = {}
local function add(list, member)
  local members = lists[list]
  if not members then
    members = {}
    lists[list] = members
  end
  members[#members + 1] = 0
  members[#members + 1] = member
end
local duplicates = {}
local number = 0
for i = at, #ARGV, 2 do
  if redis.call('HSETNX', records, ARGV[i], ARGV[i + 1]) == 1 then
    entries(ARGV[i], ARGV[i + 1], add)
    seen[sub(ARGV[i + 1], 9, 20)] = true
  else
    duplicates[#duplicates + 1] = number
  end
  number = number + 1
end
for list, members in pairs(lists) do
  each('ZADD', list, members)
end
for stream in pairs(seen) do
  local value = name(stream)
  redis.call('HSETNX', streams, sub(value, 13, 24), value)
end
return {1, duplicates}
