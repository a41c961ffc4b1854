"""Where our pandoc is, and which: the one that the locked package brings, so that every machine reads alike.

pypandoc's own search starts every pandoc that it finds on the machine to ask for its version, loads what it would
need to download one, and takes the newest, which need not be ours.
"""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


@lru_cache(maxsize=1)
def program() -> str:
    """Full path of pandoc. Raises OSError where the package brought none and the machine has none.

    ``PYPANDOC_PANDOC`` names another one, as it does for pypandoc.
    """
    spec = find_spec("pypandoc")
    if spec is not None and spec.origin is not None and not os.environ.get("PYPANDOC_PANDOC"):
        ours = Path(spec.origin).parent / "files" / "pandoc"
        if os.access(ours, os.X_OK):
            return str(ours)
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@lru_cache(maxsize=1)
def version() -> str:
    """Version of that pandoc. Raises OSError where it cannot be started."""
    said = subprocess.run([program(), "--version"], capture_output=True, check=True, text=True).stdout
    return said.split(maxsplit=2)[1]
