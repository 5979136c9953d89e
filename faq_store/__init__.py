"""The FAQ in the database: editions, the draft, phrasings, inquiries."""
