"""The dashboard: statistics of a range of days, as charts, tables and CSV files."""
