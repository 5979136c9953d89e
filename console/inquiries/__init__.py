"""Inquiries: the texts that nobody could answer, listed, answered and resolved."""
