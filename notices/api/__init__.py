"""The door for the business system: notices are asked for, and asked about, over HTTP."""
