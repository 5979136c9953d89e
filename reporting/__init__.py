"""Daily figures: what happened on each day, counted, without a name in it."""
