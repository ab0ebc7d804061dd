"""Server 派生进程: loads what notebooks use, then forks a kernel for each line that asks for one.

Lines of JSON come on standard input and are answered on standard output, one by one:
``{"kernel": …}`` by the number of the new process, ``{"running": number}`` by true or false. It
ends with its input, and its kernels, which look for it every second, end after it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from huayu import corpus, layers
from huayu.files import Fault

# what nearly every notebook imports, and takes longest to import
USED = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib.pyplot", "scipy.stats",
    "huayu.agreement", "huayu.edition", "huayu.examples", "huayu.figures.networks", "huayu.usage",
)  # fmt: skip


def serve() -> None:
    """Answer 应答 until the input ends; SIGTERM ends every kernel that still runs, too."""
    living: set[int] = set()

    def ended(number: int, frame: FrameType | None) -> None:
        for pid in living:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, ended)
    for module in USED:
        import_module(module)
    for line in sys.stdin:
        question = json.loads(line)
        if "running" in question:
            answer: object = _running(question["running"], living)
        else:
            _read(**{name: question["kernel"].pop(name) for name in ("speech", "house")})
            answer = _forked(question["kernel"], living)
        print(json.dumps(answer), flush=True)


def _running(pid: int, living: set[int]) -> bool:
    """Whether a kernel has not ended; one that has is taken leave of."""
    if pid in living and os.waitpid(pid, os.WNOHANG)[0]:
        living.remove(pid)
    return pid in living


def _forked(wanted: dict[str, Any], living: set[int]) -> int:
    """Number of a new kernel."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # until it is known to live
    pid = os.fork()
    if not pid:
        try:
            _kernel(**wanted)
        finally:  # whatever its end, it never goes on as a second server
            os._exit(1)
    living.add(pid)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    return pid


def _read(speech: str, house: str) -> None:
    """Find every layer of a speech, which all kernels then have.

    A fault in it is said by the notebook that asks for the layer.
    """
    with suppress(Fault):
        found = corpus.load(speech, house)
        for name in layers.DETECTORS:
            layers.layer(found, name)


def _kernel(argv: list[str], cwd: str, env: dict[str, str]) -> None:
    """Be a kernel until it is ended, as the command ``argv`` would be one."""
    parent = os.getppid()
    parent = os.getppid()
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the questions are the server's
    os.dup2(2, 1)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(Path(cwd))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    app: Any = import_module("ipykernel.kernelapp").IPKernelApp
    app.launch_instance([*argv[argv.index("-f") :], f"--IPKernelApp.parent_handle={parent}"])


if __name__ == "__main__":
    serve()
