"""The composition root: settings, trust, health, and the processes that serve."""
