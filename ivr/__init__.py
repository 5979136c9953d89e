"""The door for calls: webhook, call records, TwiML."""
