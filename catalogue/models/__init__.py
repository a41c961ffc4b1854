"""The tables of the catalogue, one subject a module."""

from catalogue.models import builds, deliveries, people, programme, reports, search, titles, views
from catalogue.models.base import METADATA

__all__ = ["METADATA", "builds", "deliveries", "people", "programme", "reports", "search", "titles", "views"]
