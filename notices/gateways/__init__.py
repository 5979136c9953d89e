"""Gateways: the SMS providers, each an adapter behind the same small port."""
