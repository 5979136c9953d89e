"""Incoming SMS: the webhook, stored conversations and turns, TwiML."""
