"""How far a long command is: a bar for each step on a terminal, a line for each elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Self

import typer

from catalogue.commands.console import Say


class Steps:
    """Shows the steps of a command on standard error, so that what it prints can be read by machines."""

    def __init__(self, names: Mapping[str, str], say: Say) -> None:
        """``names`` says what each step is called (a gettext id)."""
        self._names, self._say = names, say
        self._bar: Any = None
        self._begun: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """``done`` of ``total`` parts of a step are through."""
        if step not in self._begun:
            text = self._say(self._names[step])
            self._begun[step] = self._bar.add_task(text, total=total) if self._bar else None
            if not self._bar:
                typer.echo(text, err=True)
        if self._bar:
            self._bar.update(self._begun[step], completed=done, total=total)
