"""How fast the console is, on a store with all that years can bring into it."""
