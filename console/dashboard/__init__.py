"""The dashboard: what happened in a range of days, as charts, tables and files."""
