"""The SMS-notification workflow: intake, outbox, courier, receipts, suppressions."""
