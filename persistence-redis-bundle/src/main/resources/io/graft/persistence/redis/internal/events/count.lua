-- ARGV: least, greatest, lists. Answers how many members the lists have in between.
local total = 0
for i = 3, #ARGV do
  total = total + redis.call('ZLEXCOUNT', base .. ARGV[i], ARGV[1], ARGV[2])
end
return {total}
