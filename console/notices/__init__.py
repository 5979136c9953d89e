"""The console's pages about notices: look, send, decide, batches, registers."""
