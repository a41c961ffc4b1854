"""The shelf for harvesters: OAI-PMH 2.0, in Dublin Core and MARC 21, with a word on whatever is gone."""
