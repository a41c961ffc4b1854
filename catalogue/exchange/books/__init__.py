"""Released EPUBs opened again: for reading online, for plain text, for one-file HTML and for the full-text index."""
