"""The FAQ as it is kept: editions, the draft, phrasings, inquiries."""
