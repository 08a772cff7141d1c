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

-- Calls visit(list, member) for each entry of an event in the lists.
local function entries(id, record, visit)
  local origin = sub(record, 1, 8)
  local stream = name(sub(record, 9, 20))
  local member = origin .. id
  visit(base .. ':e', member)
  visit(base .. ':d' .. sub(stream, 1, 12), member)
  visit(base .. ':p' .. sub(stream, 13, 24), member)
  local count = byte(record, 22) * 65536 + byte(record, 23) * 256 + byte(record, 24)
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
    visit(base .. ':a', member)
    visit(base .. ':v' .. sub(series, 1, 12), member)
    visit(base .. ':t' .. sub(series, 13, 24), member)
    visit(base .. ':w' .. sub(series, 25, 36), member)
  end
end

-- Calls a command with many arguments, some at a time (an even number).
local function each(command, key, arguments)
  for from = 1, #arguments, STEP do
    redis.call(command, key, unpack(arguments, from, math.min(from + STEP - 1, #arguments)))
  end
end
