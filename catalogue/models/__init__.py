"""The tables of the catalogue, one subject a module."""

from catalogue.models import (
    access,
    builds,
    deliveries,
    harvest,
    letters,
    people,
    programme,
    reading,
    reports,
    review,
    search,
    sent,
    titles,
    views,
)
from catalogue.models.base import METADATA

__all__ = [
    "METADATA", "access", "builds", "deliveries", "harvest", "letters", "people", "programme", "reading", "reports",
    "review", "search", "sent", "titles", "views",
]  # fmt: skip
