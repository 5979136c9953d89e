"""Inquiries: texts that nobody could answer, grouped by likeness and resolved."""
