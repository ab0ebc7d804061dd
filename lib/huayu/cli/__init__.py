"""Command line 命令行: ``huayu``. Data goes to stdout, everything else to stderr.

Bad input is one line on stderr and status 2.
"""

from __future__ import annotations

import sys

from huayu.cli.arguments import parser
from huayu.files import Fault

SUPPORTED = ((3, 11), (3, 14))  # from, below; as pyproject.toml says


def main(argv: list[str] | None = None) -> int:
    """Run one command 入口; returns its exit status: 0 done, 1 a notebook failed, 2 bad input."""
    if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(f"huayu needs Python 3.11 to 3.13, this is {found}", file=sys.stderr)
        return 2
    args = parser().parse_args(argv)
    try:
        return args.run(args)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output (head, less) has enough
        sys.stderr.close()
        return 0
    except OSError as error:  # a full disk, a read-only folder, a file that is gone meanwhile
        what = f"cannot be read or written ({error.strerror or error})"
        print(Fault(error.filename or "huayu", what, "make room or name another"), file=sys.stderr)
        return 2


def commands() -> list[str]:
    """Names 命令名 of the commands, in the order of ``huayu --help``."""
    (found,) = (a.choices for a in parser()._actions if isinstance(a.choices, dict))
    return list(found)
