-- What the scripts on the documents of one collection share. A record is 8 bytes revision, 4 bytes the number of index
-- entries, each entry (1 byte kind: u unique, t text, n number; 2 bytes length, field; 4 bytes length, value), the body.
-- Values of numbers are 8 bytes that sort as the numbers do.
local base = KEYS[1]
local documents = base .. ':d'
local ids = base .. ':i'
local spec = base .. ':s'
local sub, byte, char = string.sub, string.byte, string.char
local STEP = 1000

local function text(field, value)
  return base .. ':t' .. #field .. ':' .. field .. ':' .. value
end

-- Calls visit(kind, field, value) for each index entry of a record.
local function entries(record, visit)
  local at = 13
  local count = struct.unpack('>I4', sub(record, 9, 12))
  for _ = 1, count do
    local kind = sub(record, at, at)
    local length = struct.unpack('>I2', sub(record, at + 1, at + 2))
    local field = sub(record, at + 3, at + 2 + length)
    at = at + 3 + length
    length = struct.unpack('>I4', sub(record, at, at + 3))
    visit(kind, field, sub(record, at + 4, at + 3 + length))
    at = at + 4 + length
  end
end

local function complement(number)
  local bytes = {byte(number, 1, 8)}
  for i = 1, 8 do
    bytes[i] = 255 - bytes[i]
  end
  return char(unpack(bytes))
end

local function less(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = byte(a, i), byte(b, i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

local function unindex(id, record)
  entries(record, function(kind, field, value)
    if kind == 'u' then
      redis.call('HDEL', base .. ':u' .. field, value)
    elseif kind == 't' then
      redis.call('ZREM', text(field, value), id)
    else
      redis.call('ZREM', base .. ':n' .. field, value .. id)
      redis.call('ZREM', base .. ':m' .. field, complement(value) .. id)
      redis.call('HDEL', base .. ':v' .. field, id)
    end
  end)
end
