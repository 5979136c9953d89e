"""The FAQ as staff edit it: its tree, its questions, and what applicants would get."""
