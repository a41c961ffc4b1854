"""Our JSON interface against its own description, by schemathesis: all phases, no fault, nothing undeclared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filled import Filled

pytestmark = pytest.mark.browser  # needs no browser, but the served site that the browser tests share


def test_every_answer_is_one_that_the_description_declares(filled: Filled, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{filled.server.address}/openapi.json",
            "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "40",
            "--seed", "1", "--continue-on-failure", "--suppress-health-check", "all", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Tested: 0" not in done.stdout
