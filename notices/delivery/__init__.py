"""How a notice is delivered: outbox, sender, retries, receipts, reconciling, suppressions, alerts."""
