"""The dialogue by SMS: commands, questions, numbered choices, notices, and the reply to each."""
