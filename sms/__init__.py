"""The door for texts: webhook, conversations, TwiML."""
