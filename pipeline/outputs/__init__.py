"""The Book becomes files: one XHTML writer, then EPUB and PDF from the same chapters."""
