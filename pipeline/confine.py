"""Landlock (Linux 5.13 and later): which files a process may still open, whoever it runs as; no TCP, no signals out.

The launcher of ``pipeline.sandbox`` calls this in the child just before the program starts; what is opened already
stays open. It imports nothing of ours, since the launcher runs as a script.
"""

from __future__ import annotations

import ctypes
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # what loads this starts for each program and imports as little as it can
    from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_TRUNCATE = 1 << 14
_ALL = {1: (1 << 13) - 1, 2: (1 << 14) - 1}
_TCP = _SCOPED = 3
_ON_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
READ = _EXECUTE | _READ | _LIST
LIST = _LIST
SOCKETS = 1 << 9 | 1 << 5
"""To make a socket in a folder and to remove one; the kernel tells no socket from another file in removing."""
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/sys",
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys", "/proc/cgroups", "/proc/filesystems",
    "/etc/fonts", "/etc/alternatives", "/etc/ld.so.cache", "/etc/mime.types", "/etc/localtime", "/etc/libreoffice",
    "/etc/java-17-openjdk", "/etc/java-21-openjdk", "/etc/nsswitch.conf",
    "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
)  # fmt: skip
"""What programs need besides their own files: no accounts, no keys, nobody's home."""
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/full")


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of Landlock's interface in this kernel; 0 where it is missing or turned off."""
    if not sys.platform.startswith("linux"):
        return 0
    found: int = ctypes.CDLL(None).syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    return max(found, 0)


def confine(folder: str, reads: Iterable[str], lists: Iterable[str] = (), sockets: Iterable[str] = ()) -> bool:
    """From now on write only below ``folder`` and read only there, in the system's programs and in ``reads``.

    Of folders in ``lists`` only the names may be seen, in ``sockets`` only sockets be made and removed. Paths that
    do not exist are left out. Returns whether the kernel took it; needs no_new_privs, and cannot be taken back.
    """
    abi = version()
    if not abi:
        return False
    libc = ctypes.CDLL(None)
    everything = _ALL.get(abi, (1 << 15) - 1)
    # TCP from version 4 on; signals and abstract sockets out of the sandbox from version 6 on
    wanted = _Ruleset(everything, _TCP if abi >= 4 else 0, _SCOPED if abi >= 6 else 0)
    size = ctypes.c_size_t(24 if abi >= 6 else 16 if abi >= 4 else 8)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(wanted), size, ctypes.c_uint32(0))
    if ruleset < 0:
        return False
    for paths, rights in (
        ((folder,), everything),
        ((*SYSTEM, *reads), READ),
        (DEVICES, READ | _WRITE),
        (lists, LIST),
        (sockets, SOCKETS),
    ):
        for path in paths:
            _allow(libc, ruleset, path, rights & everything)
    taken: int = libc.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint32(0))
    os.close(ruleset)
    return taken == 0


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 - a launcher that starts for each program imports as little as it can
        rights &= _ON_FILES
    rule = _Beneath(rights, opened)
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0))
    os.close(opened)
