"""Review, regression run, publishing, rolling back, and the seed."""
