"""The staff console: the web pages, forms and login for staff."""
