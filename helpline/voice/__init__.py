"""The keypad menu (IVR) of a call: paths, keys, and the pronunciation of texts."""
