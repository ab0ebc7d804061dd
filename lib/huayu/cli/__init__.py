"""Command line 命令行: ``huayu``. Data goes to stdout, everything else to stderr.

Bad input is one line on stderr and status 2; Ctrl-C is one line and status 130, SIGTERM 143.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

from huayu.files import Fault

SUPPORTED = ((3, 11), (3, 14))  # from, below; as pyproject.toml says
# things made before Python looks for circles among them, and how many such looks before it looks
# at the older ones: a command makes many small things that live on, and looking costs a fifth
LOOKS = 100_000, 50, 1000
# bytes of addresses (ulimit -v) below which libraries wait for ever while they load (at 400 MB), or
# cannot be loaded at all (at 500)
LEAST = 512 << 20
INTERRUPTED, TERMINATED = 130, 143  # as shells say it: 128 and the number of the signal


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does."""


def main(argv: list[str] | None = None) -> int:
    """Run one command 入口; returns its exit status: 0 done, 1 a notebook failed, 2 bad input."""
    if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(f"huayu needs Python 3.11 to 3.13, this is {found}", file=sys.stderr)
        return 2
    if argv is None:
        _in_utf8()
        gc.set_threshold(*LOOKS)
        signal.signal(signal.SIGTERM, _terminated)
    name = "huayu"
    try:
        if _addresses() < LEAST:
            raise MemoryError
        from huayu.cli.arguments import parser  # loads much, and Ctrl-C may come meanwhile

        args = parser().parse_args(argv)
        name = f"huayu {args.name}"
        if sys.stdout is None:
            raise Fault("stdout", "is closed", "give it a file or a pipe")
        status = args.run(args)
        sys.stdout.flush()
        return status
    except Fault as fault:
        print(fault, file=sys.stderr)
    except BrokenPipeError:  # the reader of our output (head, less) has enough
        _drop_output()
        return 0
    except OSError as error:  # a full disk, a read-only folder, a file that is gone meanwhile
        what = f"cannot be read or written ({error.strerror or error})"
        print(Fault(error.filename or "huayu", what, "make room or name another"), file=sys.stderr)
        _drop_output()
    except ImportError as error:  # no memory for a library of C, or a broken installation
        what = (
            f"cannot load what it needs ({str(error).partition(chr(10))[0] or 'nothing is said'})"
        )
        print(Fault("huayu", what, "give it more memory, or install it anew"), file=sys.stderr)
    except MemoryError:
        print("huayu: not enough memory; give a smaller text, or more memory", file=sys.stderr)
    except _Terminated:
        print(f"{name}: ended from outside", file=sys.stderr)
        return TERMINATED
    except KeyboardInterrupt:
        print(f"{name}: interrupted", file=sys.stderr)
        return INTERRUPTED
    return 2


def names() -> list[str]:
    """Names 命令名 of the commands, in the order of ``huayu --help``."""
    from huayu.cli.arguments import parser

    (found,) = (a.choices for a in parser()._actions if isinstance(a.choices, dict))
    return list(found)


def _addresses() -> float:
    """Bytes of addresses that this process may have."""
    try:
        import resource  # not on Windows
    except ImportError:
        return float("inf")
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return float("inf") if limit == resource.RLIM_INFINITY else limit


def _in_utf8() -> None:
    """Speak UTF-8 with line feeds, whatever the console or the locale says.

    Where even the names of files are not UTF-8 (the locale C), Python is begun anew in its UTF-8
    mode; half characters, as a name that is no UTF-8 has them, are shown escaped.
    """
    if sys.getfilesystemencoding().lower() not in ("utf-8", "utf8"):
        again = [sys.executable, "-X", "utf8", "-m", "huayu.cli", *sys.argv[1:]]
        os.execv(sys.executable, again)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]


def _terminated(number: int, frame: FrameType | None) -> None:
    raise _Terminated


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that the end of Python says nothing of it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # a stdout without a file, as tests have it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
