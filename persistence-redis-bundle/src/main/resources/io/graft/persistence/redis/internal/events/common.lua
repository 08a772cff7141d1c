-- What the scripts on events share. A record begins with what its index entries are made of:
--   8 bytes origin, 12 the stream's id, 1 flags, 3 the number of readings,
--   for each reading 1 byte of flags, 12 the series' id, and 8 its own origin if the lowest flag is set.
-- The dictionary holds for a stream the ids of its lists (device; device and source), for a series those of its
-- (device; resource; device and resource), 12 bytes each, with the names behind them.
local base = KEYS[1]
local records = base .. ':r'
local names = base .. ':n'
local streams = base .. ':s'
local sub, byte, char, floor = string.sub, string.byte, string.char, math.floor
local STEP = 1000

local known = {}

local function name(id)
  local value = known[id]
  if value == nil then
    value = redis.call('HGET', names, id)
    known[id] = value
  end
  if not value then
    error('GRAFT-CORRUPT a name that a record uses is not in the dictionary ' .. names)
  end
  return value
end

-- Calls visit(list, member) for each entry of an event in the lists: e, d, p of events (all; of a device; of a device
-- and source), a, v, t, w of readings (all; of a device; of a resource; of a device and resource). An event whose only
-- reading has its origin and device is in x and y instead of e and a, d and v, which saves half of the memory; and in z
-- instead of p and w if the resource is called as the source.
local function entries(id, record, visit)
  local origin = sub(record, 1, 8)
  local stream = name(sub(record, 9, 20))
  local device, pair = sub(stream, 1, 12), sub(stream, 13, 24)
  local count = byte(record, 22) * 65536 + byte(record, 23) * 256 + byte(record, 24)
  local simple, same = false, false
  if count == 1 and byte(record, 25) % 2 == 0 then
    local series = name(sub(record, 26, 37))
    simple = sub(series, 1, 12) == device
    same = simple and sub(series, 25, 36) == pair
  end
  local member = origin .. id
  if not simple then
    visit(base .. ':e', member)
    visit(base .. ':d' .. device, member)
  end
  if not same then
    visit(base .. ':p' .. pair, member)
  end
  local at = 25
  for number = 16777215, 16777216 - count, -1 do
    local flags = byte(record, at)
    local series = name(sub(record, at + 1, at + 12))
    at = at + 13
    local own = origin
    if flags % 2 == 1 then
      own = sub(record, at, at + 7)
      at = at + 8
    end
    member = own .. id .. char(floor(number / 65536), floor(number / 256) % 256, number % 256)
    if simple then
      visit(base .. ':x', member)
      visit(base .. ':y' .. device, member)
    else
      visit(base .. ':a', member)
      visit(base .. ':v' .. sub(series, 1, 12), member)
    end
    visit(base .. ':t' .. sub(series, 13, 24), member)
    visit(base .. (same and ':z' or ':w') .. sub(series, 25, 36), member)
  end
end

-- Calls a command with many arguments, some at a time (an even number).
local function each(command, key, arguments)
  for from = 1, #arguments, STEP do
    redis.call(command, key, unpack(arguments, from, math.min(from + STEP - 1, #arguments)))
  end
end
