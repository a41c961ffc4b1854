"""Draws the icons of the installed site from ``favicon.svg`` with Chromium: ``python tools/icons.py``."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "catalogue" / "web" / "static"
ICONS = {"icon-192.png": (192, 1.0), "icon-512.png": (512, 1.0), "icon-512-safe.png": (512, 0.72)}
"""Pixels, and how much of the side the drawing takes; a maskable icon keeps clear of its edge."""
RED = "#9c2a1f"


def main() -> None:
    """Draw each and keep it with 16 colours, which is all it has."""
    drawing = (STATIC / "favicon.svg").read_text("utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (side, share) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            ground = RED if share < 1 else "transparent"
            page.set_content(
                f"<body style='margin:0;height:100vh;display:grid;place-items:center;background:{ground}'>"
                f"<div style='width:{side * share}px;height:{side * share}px'>{drawing}</div>"
            )
            shot = page.screenshot(omit_background=True)
            with Image.open(io.BytesIO(shot)) as picture:
                picture.quantize(32, method=Image.Quantize.FASTOCTREE).save(STATIC / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
