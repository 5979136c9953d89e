"""Where state is kept: engine, transactions, column types, backup."""
