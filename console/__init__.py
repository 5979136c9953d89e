"""The door for staff: pages, forms, login."""
