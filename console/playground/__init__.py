"""The playground: texts, calls and files tried out before applicants get the answers."""
