"""HTTP around every route: the webhook signature, health checks, error handlers, refusals."""
