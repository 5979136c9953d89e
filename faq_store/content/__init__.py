"""The FAQ's rows: editions, the draft, their keys and positions, and the cache that serves them."""
