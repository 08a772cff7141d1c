-- ARGV: how, then for 'range': list, least, greatest (both as ZRANGEBYLEX has them), how many entries to remove at
-- most (those of one event at least); for 'ids': ids of events.
-- Answers {deleted, whether a range may hold more}.
local members = {}
local most = math.huge
local list
if ARGV[1] == 'range' then
  list = base .. ARGV[2]
  members = redis.call('ZRANGEBYLEX', list, ARGV[3], ARGV[4], 'LIMIT', 0, 200)
  most = tonumber(ARGV[5])
else
  for i = 2, #ARGV do
    members[#members + 1] = '........' .. ARGV[i]
  end
end

local lists = {}
local ids = {}
local touched = {}
local work = 0
local function remove(key, member)
  local all = lists[key]
  if not all then
    all = {}
    lists[key] = all
  end
  all[#all + 1] = member
  work = work + 1
end
local done = 0
for i, member in ipairs(members) do
  if work >= most then
    break
  end
  local id = sub(member, 9, 24)
  local record = redis.call('HGET', records, id)
  if record then
    entries(id, record, remove)
    ids[#ids + 1] = id
    touched[sub(record, 9, 20)] = true
  elseif list then
    remove(list, member)
  end
  done = i
end
each('HDEL', records, ids)
for key, all in pairs(lists) do
  each('ZREM', key, all)
end
for stream in pairs(touched) do
  local pair = sub(name(stream), 13, 24)
  if redis.call('EXISTS', base .. ':p' .. pair, base .. ':z' .. pair) == 0 then
    redis.call('HDEL', streams, pair)
  end
end
return {#ids, (done < #members or #members == 200) and 1 or 0}
