"""The addresses, one subject per module; ``ROUTERS`` lists them in order."""

from catalogue.web.routes import (
    api,
    builds,
    decisions,
    desk,
    editor,
    exports,
    health,
    incoming,
    publisher,
    reading,
    session,
    shelf,
    static,
)

ROUTERS = (
    static.router,
    health.router,
    api.router,
    session.router,
    incoming.router,
    publisher.router,
    builds.router,
    decisions.router,
    desk.router,
    editor.router,
    shelf.router,
    reading.router,
    exports.router,
)
