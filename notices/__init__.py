"""SMS notices: API, compose, outbox, delivery with retries, receipts, suppressions."""
