"""Signs of ours between intake and the walk, for what pandoc's tree has no place for; no text of an author has them."""

from __future__ import annotations

PAGE = "\U000f0001"
"""Before the words of a link: they are the number of the page that it leads to."""
