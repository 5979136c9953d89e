"""How things are shown on every page: labels, dates, phone numbers, diffs, CSV cells, pagination."""
