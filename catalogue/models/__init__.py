"""The tables of the catalogue, one subject a module."""

from catalogue.models import access, builds, people, programme, reports, search, titles
from catalogue.models.base import METADATA

__all__ = ["METADATA", "access", "builds", "people", "programme", "reports", "search", "titles"]
