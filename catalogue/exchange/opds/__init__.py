"""The shelf as a catalogue that reader apps browse: OPDS 1.2 (Atom) and OPDS 2.0 (JSON), from one description."""
