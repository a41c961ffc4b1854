"""The name by which others tell our records from those of everybody else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NOWHERE = "nghinsach.localhost"
"""While no public address is set: identifiers have to stay the same, whoever asks under whatever name."""
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+", re.ASCII)


def domain_of(public_url: str) -> str:
    """The domain of the site's public address (oai-identifier, 2.1), else a name that is no real one."""
    host = urlsplit(public_url).hostname or ""
    return host if _DOMAIN.fullmatch(host) else NOWHERE
