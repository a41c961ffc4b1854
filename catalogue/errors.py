"""What the catalogue refuses to do: one class, a stable code, a sentence for people.

Services raise it; the website and the command line say it in the reader's language at the edge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pipeline.i18n import N_

DAY = N_("{day.day} {day:%B} {day.year}")
"""How a sentence says a day; the month's name is English, so that other languages say it in figures."""


class Refusal(Exception):
    """A decision that cannot be taken as things stand; ``field`` names the form's field that it concerns."""

    def __init__(self, code: str, message: str, hint: str = "", *, field: str = "", **params: Any) -> None:
        """``message`` and ``hint`` are gettext ids (marked with ``N_``) with ``{name}`` fields."""
        super().__init__(code)
        self.code, self.message, self.hint, self.field, self.params = code, message, hint, field, params

    def said(self, say: Callable[..., str]) -> str:
        """Message and hint as one text in the language of ``say``, with days and numbers as people there write them."""
        shown = {name: say(DAY, day=value) if isinstance(value, date) else value for name, value in self.params.items()}
        return " ".join(say(part, **shown) for part in (self.message, self.hint) if part)


class NotFoundError(Exception):
    """There is no such record, or the asker may not know that there is one."""
