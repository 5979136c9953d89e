"""The steps, numbered: file `0001_….py` holds revision `0001`."""
