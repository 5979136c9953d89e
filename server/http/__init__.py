"""What stands around every route: the provider's signature, health, errors, refusals."""
