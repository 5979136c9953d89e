"""What differs between two editions, or between the draft and what is published."""
