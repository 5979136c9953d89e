"""The companies that carry messages, each behind the same small port."""
