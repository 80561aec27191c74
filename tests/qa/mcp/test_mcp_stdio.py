"""`fundstelle mcp`, as a process that a client starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from mcp import Client, StdioServerParameters
from mcp_client import content, error, used

COMMAND = [sys.executable, "-m", "qa.cli", "mcp"]


def test_the_official_client_starts_it_and_asks(seeds_index_dir: Path) -> None:
    command, *arguments = [*COMMAND, "--index", str(seeds_index_dir)]
    started = StdioServerParameters(command=command, args=arguments, env=dict(os.environ))

    async def use(client: Client) -> None:
        assert "word for word" in (client.instructions or "")
        answer = content(
            await client.call_tool("ask", {"question": "Wann wurde Jens Stoltenberg geboren?"})
        )
        assert "1959" in answer["answer"] and answer["language"] == "de"
        best = content(await client.call_tool("search", {"query": "Jens Stoltenberg"}))["results"][
            0
        ]
        fetched = content(await client.call_tool("fetch", {"id": best["id"]}))
        assert "Norweger" in fetched["title"]
        assert "YYYY" in error(
            await client.call_tool("ask", {"question": "Wer?", "filters": {"since": "?"}})
        )

    used(started, use)


def test_nothing_but_the_protocol_is_on_stdout_and_it_ends_with_stdin(
    seeds_index_dir: Path,
) -> None:
    started = subprocess.Popen(
        [*COMMAND, "--index", seeds_index_dir], stdin=-1, stdout=-1, stderr=subprocess.DEVNULL
    )
    requests, answers = started.stdin, started.stdout
    assert requests is not None and answers is not None

    def ask(message: dict) -> dict:
        _send(requests, message)
        return json.loads(answers.readline())

    client = {"protocolVersion": "2025-06-18", "clientInfo": {"name": "a", "version": "1"}}
    hello = ask({"id": 1, "method": "initialize", "params": client | {"capabilities": {}}})
    assert hello["result"]["serverInfo"]["name"] == "fundstelle"
    _send(requests, {"method": "notifications/initialized"})
    requests.write(b"this is no message\n")
    call = {"name": "search", "arguments": {"query": "OSZE"}}
    found = ask({"id": 2, "method": "tools/call", "params": call})
    assert found["id"] == 2 and found["result"]["structuredContent"]["results"]
    requests.close()
    assert started.wait(30) == 0
    assert answers.read() == b""


def test_without_an_index_it_says_so_and_ends(tmp_path: Path) -> None:
    command = [*COMMAND, "--index", tmp_path / "nothing"]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith("fundstelle: there is no index in")


def test_without_its_package_it_says_what_to_install(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.cli.programs.find_spec", lambda name: None)
    code, out, err = run("mcp")
    assert (code, out) == (2, "") and "pip install fundstelle[mcp]" in err


def _send(requests: IO[bytes], message: dict) -> None:
    requests.write(json.dumps({"jsonrpc": "2.0"} | message).encode() + b"\n")
    requests.flush()
