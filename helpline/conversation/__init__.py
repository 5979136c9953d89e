"""A conversation by text: commands, questions, selections, notices, and the reply to each."""
