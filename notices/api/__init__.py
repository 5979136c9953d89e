"""The REST API for the business system: submit notices and look them up."""
