"""What a child process may not do, and how its end is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from pipeline import sandbox


def run(folder: Path, code: str, **limits: float) -> sandbox.Completed:
    return sandbox.run([sys.executable, "-c", code], folder=folder, limits=sandbox.Limits(**limits))  # type: ignore[arg-type]


def test_output_input_and_exit_code_come_back(tmp_path: Path) -> None:
    code = "import sys; print(sys.stdin.read().upper()); sys.exit(3)"
    done = sandbox.run([sys.executable, "-c", code], folder=tmp_path, stdin=b"xin")
    assert (done.returncode, done.stdout, done.reason) == (3, b"XIN\n", "")


def test_our_secrets_are_not_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHINSACH_SECRET_KEY", "hush")
    done = run(tmp_path, "import os; print('NGHINSACH_SECRET_KEY' in os.environ, os.environ['HOME'])")
    assert done.stdout.decode().split() == ["False", str(tmp_path)]


def test_time_memory_processor_and_file_limits_are_told_apart(tmp_path: Path) -> None:
    assert run(tmp_path, "import signal; signal.pause()", wall_s=0.5).reason == "timeout"
    assert run(tmp_path, "b = bytearray(1 << 30)", memory_mb=300).reason == "memory"
    assert run(tmp_path, "while True: pass", cpu_s=1).reason in ("cpu", "killed")
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open('f', 'wb').write(b'x' * (3 << 20))"
    assert run(tmp_path, code, file_mb=1).reason == "size"


@pytest.mark.skipif("network" not in sandbox.active_level(), reason="this kernel allows no network namespaces")
def test_no_address_can_be_reached(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=2)"
    done = run(tmp_path, code)
    assert b"unreachable" in done.stderr or b"Errno 101" in done.stderr or b"PermissionError" in done.stderr


@pytest.mark.skipif("files" not in sandbox.active_level(), reason="this kernel has no Landlock")
def test_no_file_but_its_own_is_read_or_written(tmp_path: Path) -> None:
    """Even as the system's owner: another manuscript beside it, the accounts, the programs' folder."""
    (tmp_path / "other").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "other" / "secret").write_text("hush")
    (tmp_path / "own" / "mine").write_text("ours")
    tries = {
        "mine": "open('mine').read()",
        "new": "open('new', 'w').close()",
        "accounts": "open('/etc/passwd').read()",
        "beside": "open('../other/secret').read()",
        "list": "os.listdir('../other')",
        "write": "open('../other/new', 'w')",
        "system": "open('/usr/nghinsach', 'w')",
        "environment": f"open('/proc/{os.getpid()}/environ').read()",
        "signal": f"os.kill({os.getpid()}, 0)",
    }
    code = "import os, json\nsaid = {}\n" + "".join(
        f"try:\n {doing}\n said[{name!r}] = True\nexcept OSError: said[{name!r}] = False\n"
        for name, doing in tries.items()
    )
    done = run(tmp_path / "own", code + "print(json.dumps(said))")
    allowed = [name for name, did in json.loads(done.stdout).items() if did]
    assert [name for name in allowed if name != "signal"] == ["mine", "new"]  # signals: from Linux 6.12 on


@pytest.mark.skipif("files" not in sandbox.active_level(), reason="this kernel has no Landlock")
def test_what_is_asked_for_may_be_read_and_no_more(tmp_path: Path) -> None:
    for name in ("own", "given", "listed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    code = (
        "import sys, os\nprint(open(sys.argv[1]).read(), os.listdir(sys.argv[2].lstrip('=')))\n"
        "try: open(sys.argv[2].lstrip('=') + '/file')\nexcept PermissionError: print('refused')"
    )
    done = sandbox.run(
        [sys.executable, "-c", code, f"{tmp_path}/given/file", f"={tmp_path}/listed"],
        folder=tmp_path / "own", lists=[tmp_path / "listed"],
    )  # fmt: skip
    assert done.stdout.decode().split("\n") == ["given ['file']", "refused", ""]


def test_lines_are_told_as_they_come(tmp_path: Path) -> None:
    lines: list[bytes] = []
    argv = [sys.executable, "-u", "-c", "print('một'); print('hai')"]
    sandbox.run(argv, folder=tmp_path, on_line=lines.append)
    assert lines == ["một".encode(), b"hai"]


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    child = "import os, signal; open('pid', 'w').write(str(os.getpid())); print('up', flush=True); signal.pause()"
    parent = (
        "import sys, pathlib; from pipeline import sandbox\n"
        f"sandbox.run([sys.executable, '-c', {child!r}], folder=pathlib.Path({str(tmp_path)!r}), "
        "on_line=lambda line: print(line.decode(), flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        pid = int((tmp_path / "pid").read_text())
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    try:
        psutil.Process(pid).wait(timeout=10)
    except psutil.NoSuchProcess:
        return
    assert not psutil.pid_exists(pid)
