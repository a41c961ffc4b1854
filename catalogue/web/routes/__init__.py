"""The addresses, one subject per module; ``ROUTERS`` lists them in order."""

from catalogue.web.routes import health, static

ROUTERS = (static.router, health.router)
