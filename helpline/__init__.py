"""The domain, without I/O: FAQ, matching, text conversations, the keypad menu of calls."""
