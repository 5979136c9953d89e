"""A stand-in for the telephone company and two phones, to try the doors without one.

It reaches the doors over HTTP only, and nothing leaves this machine.
"""
