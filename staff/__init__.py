"""Who works with the console: accounts, roles, logins, and what each of them did."""
