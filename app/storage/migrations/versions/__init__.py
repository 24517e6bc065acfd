"""The revisions; each holds its own SQL and imports nothing of the program."""
