"""Rules about what we made and about the edition's record, and adapters for checkers of others."""
