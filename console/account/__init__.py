"""Staff's accounts: login, one's own account, and the accounts of all staff."""
