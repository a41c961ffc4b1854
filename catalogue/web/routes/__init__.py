"""The addresses, one subject per module; ``ROUTERS`` lists them in order."""

from catalogue.web.routes import api, health, static

ROUTERS = (static.router, health.router, api.router)
