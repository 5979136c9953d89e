"""How a notice comes to be: templates, reason codes, requests, files of many, into the outbox."""
