"""Locks the typefaces: which version of each file we set books in, by SHA-256, and under which licence.

fonts.py            writes pipeline/styles/fonts.lock.json from what is installed
fonts.py --check    exit 1 when an installed file is not the locked one
"""

from __future__ import annotations

import sys

from pipeline.styles.lock import LOCK, as_text, installed


def main(check: bool) -> int:
    """Write or compare; returns the exit code."""
    content = as_text(installed())
    if check:
        if LOCK.read_text(encoding="utf-8") == content:
            return 0
        print("the installed typefaces are not the locked ones; run tools/fonts.py after looking at every design")
        return 1
    LOCK.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
