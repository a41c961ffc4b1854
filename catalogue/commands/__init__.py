"""The larger commands of ``nghinsach``, one subject a module; ``catalogue.cli`` gathers them."""
