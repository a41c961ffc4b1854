"""Numbers beside the shelf, counted once until a change is entered.

Every change of a title, a release or an access stands in the chain of changes, entered in the same transaction. So what
was counted holds as long as the chain has the same end; counting over all titles for each visitor would not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlmodel import Session, col, select

from catalogue.models.programme import ChangeEvent

MOST = 1000
"""Lists whose numbers are kept; a stranger can ask for any combination."""
_Found = TypeVar("_Found")


@dataclass(slots=True)
class _Held:
    head: tuple[int, str]
    found: dict[Hashable, Any] = field(default_factory=dict)


_HELD: WeakKeyDictionary[Any, _Held] = WeakKeyDictionary()
_LOCK = threading.Lock()


def once(session: Session, key: Hashable, count: Callable[[], _Found]) -> _Found:
    """What ``count`` gives, from memory if nothing was changed since it was asked last; nobody may change it."""
    newest = select(ChangeEvent.number, ChangeEvent.hash).order_by(col(ChangeEvent.number).desc()).limit(1)
    head = session.exec(newest).first()
    if head is None:
        return count()
    held = _of(session, (head[0], head[1]))
    if key not in held.found:
        made = count()
        with _LOCK:
            if len(held.found) >= MOST:
                held.found.clear()
            held.found[key] = made
        return made
    found: _Found = held.found[key]
    return found


def _of(session: Session, head: tuple[int, str]) -> _Held:
    pool = session.get_bind().engine.pool
    with _LOCK:
        held = _HELD.get(pool)
        if held is None or held.head != head:
            held = _HELD[pool] = _Held(head)
        return held
