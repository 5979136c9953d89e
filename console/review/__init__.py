"""What is about to be published, and what was: reviews, history, rolling back."""
