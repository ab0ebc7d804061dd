"""Kernels 内核: processes that run notebooks, forked from one that has loaded what they all use.

What every notebook imports is imported once, and the layers of a speech are found once; each
kernel has memory of its own, as one that Jupyter starts has. Where a process that has loaded so
much cannot be forked (Windows has no fork, the system libraries of macOS forbid it), each kernel
is started by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient.exceptions import DeadKernelError
from traitlets.config import Config

FORKS = sys.platform == "linux"
# nobody else on the machine can listen to a kernel that talks encrypted
ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})


class Server:
    """A server 派生进程 of kernels: asked for one, it forks itself."""

    def __init__(self, process: asyncio.subprocess.Process):
        """Take the process that answers, see :mod:`huayu.kernels.forks`."""
        self._process = process
        self._turns = asyncio.Lock()

    async def asked(self, **question: Any) -> Any:
        """The answer 回答 to a question; None from a server that has ended.

        Who asks may be cancelled; the answer is waited for all the same, so that it is not taken
        for that to the next question.
        """
        return await asyncio.shield(asyncio.ensure_future(self._answer(question)))

    async def _answer(self, question: dict[str, Any]) -> Any:
        asking, answering = self._process.stdin, self._process.stdout
        assert asking and answering  # pipes, as server() made them
        async with self._turns:
            try:
                asking.write(json.dumps(question).encode() + b"\n")
                await asking.drain()
                line = await answering.readline()
            except ConnectionError:
                return None
        return json.loads(line) if line else None


@asynccontextmanager
async def server(env: Mapping[str, str]) -> AsyncIterator[Server | None]:
    """Server 派生进程 with an environment; None where there can be none. It ends with the block.

    It is a session of its own, so that Ctrl-C reaches the command alone, which ends its kernels.
    """
    if not FORKS:
        yield None
        return
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "huayu.kernels.forks",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env=dict(env), start_new_session=True,
    )  # fmt: skip
    try:
        yield Server(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def manager(source: Server | None, speech: str, house: Path) -> AsyncKernelManager:
    """Manager 内核管理 of one kernel, forked from a server where there is one.

    Parameters
    ----------
    speech, house : the speech, by its id, whose layers are found before the kernel is forked.
    """
    made = AsyncKernelManager(kernel_name="python3", config=ENCRYPTED)
    if source is not None:
        made.kernel_id = f"{speech}-{id(made)}"
        made.provisioner = Forked(
            kernel_id=made.kernel_id, kernel_spec=made.kernel_spec, parent=made
        )
        made.provisioner.begun = (source, {"speech": speech, "house": str(house)})
    return made


class _Process:
    """A forked kernel, as its manager sees a process that it started itself."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        """Know it by its number."""
        self.pid = pid

    def send_signal(self, number: int) -> None:
        """Send a signal to it alone; the manager tries its group first."""
        os.kill(self.pid, number)


class Forked(LocalProvisioner):
    """What starts and ends a kernel 派生内核 that a server forks."""

    begun: tuple[Server, dict[str, str]]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Have the kernel forked.

        Raises
        ------
        DeadKernelError : the server has ended, for want of memory or by somebody's hand.
        """
        source, read = self.begun
        wanted = {"argv": cmd, "cwd": str(kwargs["cwd"]), "env": kwargs["env"], **read}
        pid = await source.asked(kernel=wanted)
        if pid is None:
            raise DeadKernelError("no kernel can be forked")
        self.process = _Process(pid)  # type: ignore[assignment]  # as much of Popen as is used
        self.pid = self.pgid = pid  # a kernel leads a group of its own
        self.cwd = kwargs["cwd"]
        return self.connection_info

    async def poll(self) -> int | None:
        """None 未结束 while the kernel runs, else 1: what its end was, nobody asks."""
        if self.process is None:
            return 1
        running = await self.begun[0].asked(running=self.process.pid)
        return None if running else 1

    async def wait(self) -> int | None:
        """Wait for the end 结束 of the kernel, which has been killed or asked to end."""
        while await self.poll() is None:
            await asyncio.sleep(0.02)
        self.process = None
        return 1
