"""Two people, or two tabs, at the same form: what each changed is kept, and nobody overwrites the other unseen.

The form carries what stood in it when it was opened. What somebody else has changed since comes in by itself where
this sender left the field alone; where both wrote, the sender is asked once, beside the field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from catalogue.web.forms import Form, clean
from pipeline.i18n import N_

CHANGED = N_(
    "Somebody else wrote “{value}” here since you opened the form. Keep yours or take it over, then save again."
)
EMPTIED = N_("Somebody else emptied this since you opened the form. Keep yours or empty it too, then save again.")
FIELD = "was"


def remembered(values: Mapping[str, str]) -> str:
    """What the form carries of itself."""
    return json.dumps(values, ensure_ascii=False)


def brought(form: Form, typed: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What was typed together with what others saved meanwhile; fields that both changed are wrong in ``form``."""
    before = _before(typed.get(FIELD, ""))
    made = dict(typed)
    for name, value in now.items():
        if name not in before or _same(before[name], value) or _same(typed.get(name, ""), value):
            continue
        if _same(typed.get(name, ""), before[name]):
            made[name] = value
        else:
            form.wrong(name, CHANGED if value else EMPTIED, value=" / ".join(value.splitlines()))
    return made


def _before(text: str) -> dict[str, str]:
    """A form that does not say what stood in it is taken as it is."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _same(one: str, other: str) -> bool:
    return clean(one, lines=True) == clean(other, lines=True)
