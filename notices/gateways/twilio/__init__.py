"""Twilio behind the port of gateways."""
