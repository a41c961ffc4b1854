"""report.json and timings.json: what a build says to people and machines (interface, schema 1)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.building import BuildResult
from pipeline.decisions import Decided

SCHEMA = 1


def report(result: BuildResult, translate: Callable[[str], str]) -> dict[str, Any]:
    """The report in the language of ``translate``; it holds no times, so that it is reproducible."""
    return {
        "schema": SCHEMA,
        "status": result.status,
        "manuscript": result.manuscript,
        "book": {"title": result.title, "language": result.language, **asdict(result.counts)},
        "outputs": [
            {"path": o.path.name, "media_type": o.media_type, "sha256": o.sha256, "bytes": o.size}
            for o in result.outputs
        ],
        "findings": [finding.said(translate) for finding in result.findings],
        "tools": result.tools,
        **({"account": result.account.said()} if result.account else {}),
        **({"decided": [_decided(one, translate) for one in result.decided]} if result.decided else {}),
    }


def _decided(one: Decided, translate: Callable[[str], str]) -> dict[str, Any]:
    return {**one.finding.said(translate), "decision": one.said()}


def write(result: BuildResult, out: Path, translate: Callable[[str], str]) -> None:
    """Write both files into ``out``."""
    _write(out / "report.json", report(result, translate))
    _write(out / "timings.json", {"schema": SCHEMA, "seconds": result.timings})


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
