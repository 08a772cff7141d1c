-- ARGV: least, greatest, list. Answers the newest member in between, if any.
return redis.call('ZREVRANGEBYLEX', base .. ARGV[3], ARGV[2], ARGV[1], 'LIMIT', 0, 1)
