"""A form's work is done and goes on to another page, or the form comes back with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from catalogue.db import session_scope
from catalogue.errors import Refusal
from catalogue.web.forms import Form
from catalogue.web.pages import redirect
from catalogue.web.site import Site


def carried_out(
    request: Request, site: Site, form: Form, work: Callable[[Session], str], again: Callable[[Session], Response]
) -> Response:
    """Do ``work`` in one transaction and go to the path it returns.

    What the form already found wrong, or a Refusal of the work, shows the form ``again`` and changes nothing.
    """
    if not form.errors:
        try:
            with session_scope(site.engine) as session:
                path = work(session)
            return redirect(request, path)
        except Refusal as refusal:
            form.refused(refusal)
    with Session(site.engine) as session:
        return again(session)
