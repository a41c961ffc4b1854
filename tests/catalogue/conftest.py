"""People and houses that the tests act with."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from support import People, people_in


@pytest.fixture
def people(engine: Engine) -> People:
    """A house with a member and a director, and an officer of the programme."""
    return people_in(engine)
