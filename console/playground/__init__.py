"""The test bench: texts, calls and files tried before people get to see them."""
