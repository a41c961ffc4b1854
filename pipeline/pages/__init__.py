"""What we add to a book: cover, title page, imprint page, contents, accessibility statement."""
