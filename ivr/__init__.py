"""Incoming calls: the webhooks of the voice menu (IVR), the call log, TwiML."""
