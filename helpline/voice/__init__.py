"""The keypad menu of a call: where a caller is, what a key means, how a text is pronounced."""
