"""The draft as staff edit it: questions, situations, phrasings, prompts, and their validation."""
