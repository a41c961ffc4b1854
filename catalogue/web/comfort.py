"""How a reader likes a page: size, spacing, theme; remembered on the device in a cookie of three words.

No account, no name: the cookie says ``large.wide.sepia`` and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from pipeline.i18n import N_

COOKIE = "reading"
SIZES: Mapping[str, str] = {
    "small": N_("Small"), "medium": N_("Medium"), "large": N_("Large"), "huge": N_("Very large"),
}  # fmt: skip
SPACINGS: Mapping[str, str] = {"tight": N_("Tight"), "normal": N_("Normal"), "wide": N_("Wide")}
THEMES: Mapping[str, str] = {
    "auto": N_("As the device"), "light": N_("Light"), "sepia": N_("Sepia"), "dark": N_("Dark"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comfort:
    """A reader's choice; anything unknown is the default."""

    size: str = "medium"
    spacing: str = "normal"
    theme: str = "auto"

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Comfort:
        """From typed values."""
        size, spacing, theme = (str(values.get(name, "")) for name in ("size", "spacing", "theme"))
        return cls(
            size if size in SIZES else "medium",
            spacing if spacing in SPACINGS else "normal",
            theme if theme in THEMES else "auto",
        )

    @classmethod
    def remembered(cls, request: Request) -> Comfort:
        """What this device said before."""
        parts = request.cookies.get(COOKIE, "").split(".")
        return cls.of(dict(zip(("size", "spacing", "theme"), parts, strict=False)))

    def remember(self, response: Response, *, secure: bool) -> None:
        """Keep it on the device for a year."""
        value = f"{self.size}.{self.spacing}.{self.theme}"
        response.set_cookie(COOKIE, value, max_age=31_536_000, samesite="lax", httponly=True, secure=secure)
