"""The FAQ's rows read and written: editions, the draft, keys, positions; the cache in memory."""
