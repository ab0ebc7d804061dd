"""JupyterLab: begun as `make lab` does, it shows the house, opens 00_speech and runs it."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import uuid

import pytest
from conftest import REPOSITORY
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

TOKEN = "huayu-test"
SECONDS = 120


@pytest.fixture
def server(house):
    """Address of a JupyterLab that serves the house; a free port, loopback only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    made = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    command += re.search(r"(?m)^\t\$\(BIN\)/jupyter lab (.*)$", made)[1].split()
    env = {**os.environ, "MPLBACKEND": "agg"}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=house, env=env, **silent)
    address, end = f"127.0.0.1:{port}", time.monotonic() + SECONDS
    while not answers(address):
        assert process.poll() is None and time.monotonic() < end, "JupyterLab does not answer"
        time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(timeout=30)


def answers(server):
    try:
        return bool(ask(server, "status"))
    except OSError:
        return False


def ask(server, path, body=None):
    data = json.dumps(body).encode() if body else None
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://{server}/api/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.load(answer)


def test_lab_opens_and_runs_the_first_notebook(server):
    assert "corpus" in [entry["name"] for entry in ask(server, "contents/")["content"]]
    path = "notebooks/00_speech.ipynb"
    notebook = ask(server, f"contents/{path}")["content"]
    cells = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    body = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
    kernel = ask(server, "sessions", body)["kernel"]["id"]
    replies = asyncio.run(execute(server, kernel, cells))
    assert len(replies) == len(cells) > 5
    assert [answer for answer in replies if answer["status"] != "ok"] == []


async def execute(server, kernel, cells):
    """Replies of the kernel to each cell, asked over the server's channel as the page does."""
    url = f"ws://{server}/api/kernels/{kernel}/channels"
    request = HTTPRequest(url, headers={"Authorization": f"token {TOKEN}"})
    channel = await websocket_connect(request)
    replies = []
    for source in cells:
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": "execute_request", "username": "", "session": name}
        header |= {"version": "5.3", "date": ""}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        content |= {"user_expressions": {}, "stop_on_error": True}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await channel.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))
        replies.append(await reply(channel, name))
    channel.close()
    return replies


async def reply(channel, name):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        text = await asyncio.wait_for(channel.read_message(), SECONDS)
        message = json.loads(text)
        if message["msg_type"] == "execute_reply" and message["parent_header"]["msg_id"] == name:
            return message["content"]
    raise AssertionError("the kernel did not answer")
