"""The gateway of Twilio."""
