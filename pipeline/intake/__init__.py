"""A file becomes a document tree: the gate, the one sandboxed pandoc call, the pictures."""
