"""The console's pages about notices: search, send, decide, batches, templates, suppressions."""
