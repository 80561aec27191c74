"""Several processes serve one archive: whichever a request meets, it is the same to who asks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import httpx
import pytest
from real_servers import Server, copied, serving

from qa.web.access import Accounts, Role

PASSWORD = "a long enough password"
LIMIT = 30
ASKING = {
    "FUNDSTELLE_SESSION_SECRET": "so many letters that nobody guesses them",
    "FUNDSTELLE_RATE_LIMIT": f"{LIMIT}/minute",
}
DYKE = "Der Deich von Fahlenwerder\n\nDeichgraf Onno Petersen ließ den Deich 1904 erhöhen."


class Two:
    """Two processes that serve one archive: two servers at ports of their own, or one server with
    two processes at its port."""

    def __init__(self, folder: Path, servers: list[Server]) -> None:
        self.servers, self._accounts = servers, Accounts(folder / "accounts.json")

    @contextmanager
    def meeting(self, which: int, **options: object) -> Iterator[httpx.Client]:
        """A client whose requests the one or the other answers."""
        server = self.servers[which % len(self.servers)]
        with httpx.Client(base_url=server.address, timeout=60, **options) as client:  # type: ignore
            if len(self.servers) > 1:
                yield client
            else:
                with server.by(server.workers()[which]):
                    yield client

    def token(self, name: str) -> dict[str, str]:
        """Headers of somebody who has not asked for anything yet."""
        return {"Authorization": f"Bearer {self._accounts.add_token(name, Role.WRITE)}"}


@pytest.fixture(scope="module", params=["two servers", "two processes"])
def two(
    request: pytest.FixtureRequest, seeds_index_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    Accounts(folder / "accounts.json").add_account("anna", Role.READ, PASSWORD)
    index_dir = copied(seeds_index_dir, folder)
    if request.param == "two servers":
        running = serving(folder, index_dir, number=2, **ASKING)
    else:
        running = serving(folder, index_dir, "--processes", "2", **ASKING)
    with running as servers:
        yield Two(folder, servers)


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_who_logs_in_at_one_is_known_to_the_other_until_they_log_out(two: Two) -> None:
    with two.meeting(0) as client:
        login = client.post("/login", data={"name": "anna", "password": PASSWORD})
        assert login.status_code == 303
        cookies = dict(client.cookies)
    with two.meeting(1, cookies=cookies) as client:
        assert client.get("/v1/articles").status_code == 200
        client.post("/logout")
    for which in (0, 1):
        with two.meeting(which, cookies=cookies) as client:  # a copy that somebody took
            assert client.get("/v1/articles").status_code == 401


def test_guesses_at_a_password_are_counted_together(two: Two) -> None:
    statuses = []
    for guess in range(6):
        with two.meeting(guess % 2) as client:
            data = {"name": "ben", "password": f"guess number {guess}"}
            statuses.append(client.post("/login", data=data).status_code)
    assert statuses == [401] * 5 + [429]


def test_what_a_client_asks_for_is_counted_together(two: Two) -> None:
    statuses, headers = [], two.token("counted")
    for which in (0, 1):
        with two.meeting(which, headers=headers) as client:
            statuses += [client.get("/v1/articles").status_code for _ in range(LIMIT // 2)]
    for which in (0, 1):
        with two.meeting(which, headers=headers) as client:
            statuses.append(client.get("/v1/articles").status_code)
    assert statuses == [200] * LIMIT + [429, 429]


def test_a_conversation_goes_on_at_the_other(two: Two) -> None:
    headers = two.token("asks")
    first = "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?"
    with two.meeting(0, headers=headers) as client:
        events = {"Accept": "text/event-stream"}
        with client.stream("POST", "/v1/ask", json={"question": first}, headers=events) as stream:
            read = [line[6:] for line in stream.iter_lines() if line.startswith("data: ")]
        answer = next(e for e in map(json.loads, read) if "mode" in e)
    cited = answer["citations"][0]
    with two.meeting(1, headers=headers) as client:
        text = client.get(f"/v1/articles/{cited['article']['id']}/text")
        assert text.text[cited["start"] : cited["end"]] == cited["quote"]
        later = {"question": "Wann hat sie das angekündigt?", "conversation": [answer]}
        asked = client.post("/v1/ask", json=later)
        assert asked.status_code == 200, asked.text
        assert "Lambrecht" in asked.json()["standalone"]


def test_a_list_goes_on_at_the_other(two: Two) -> None:
    headers, listed, cursor = two.token("lists"), [], ""
    for which in (0, 1, 0):
        with two.meeting(which, headers=headers) as client:
            more = {"cursor": cursor} if cursor else {}
            page = client.get("/v1/articles", params={"limit": 3, **more}).json()
            listed += [article["id"] for article in page["articles"]]
            cursor = page["next"]
    assert len(set(listed)) == 9


def test_an_upload_is_followed_and_found_at_the_other(two: Two) -> None:
    headers = two.token("uploads")
    with two.meeting(0, headers=headers) as client:
        accepted = client.post("/v1/articles", files={"files": ("deich.txt", DYKE)})
    where = accepted.headers["location"]

    def is_done() -> bool:
        with httpx.Client(base_url=two.servers[-1].address, headers=headers) as client:
            return client.get(where).json()["state"] == "done"

    until(is_done)
    for which in (0, 1):
        with two.meeting(which, headers=headers) as client:
            job = client.get(where).json()
            assert job["state"] == "done"
            (article,) = job["files"][0]["articles"]
            assert client.get(f"/v1/articles/{article}/text").text.startswith("Der Deich")
            assert client.get("/v1/articles").json()["total"] == 15


@pytest.fixture(scope="module")
def together(seeds_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of two processes, which asks nobody who they are."""
    with serving(tmp_path_factory.mktemp("together"), seeds_index_dir, "--processes", "2") as (
        server,
    ):
        yield server


def ask(server: Server) -> int:
    return httpx.post(f"{server.address}/v1/ask", json={"question": "?"}, timeout=60).status_code


def counted(server: Server) -> float:
    text = httpx.get(f"{server.address}/metrics", timeout=60).text
    name = 'fundstelle_requests_total{method="POST",route="/v1/ask",status="200"} '
    return sum(float(line.removeprefix(name)) for line in text.splitlines() if name in line)


def test_each_says_what_all_have_counted_also_those_that_have_ended(together: Server) -> None:
    before = counted(together)
    for worker in together.workers():
        with together.by(worker):
            assert ask(together) == 200
    until(lambda: counted(together) == before + 2)  # each counts when it has answered
    for worker in together.workers():
        with together.by(worker):
            assert counted(together) == before + 2
    ended = together.workers()[0]
    os.kill(ended, signal.SIGKILL)
    assert ask(together) == 200, "the other one answers"
    until(lambda: ended not in together.workers() and len(together.workers()) == 2)
    until(lambda: counted(together) == before + 3)
    assert "has ended (Killed); another one takes its place" in together.output.read_text()


def test_a_process_that_took_the_place_of_one_that_ended_answers(together: Server) -> None:
    ended, stays = together.workers()
    os.kill(ended, signal.SIGKILL)
    until(lambda: ended not in together.workers() and len(together.workers()) == 2)
    (new,) = (worker for worker in together.workers() if worker != stays)
    with together.by(new):
        assert ask(together) == 200


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "qa.cli", "serve", "--processes", "2", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_what_cannot_be_served_is_told_once_in_one_line(tmp_path: Path) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("--index", str(tmp_path / "index"), "--port", port)
        assert ended.returncode == 2
        assert ended.stderr.count("\n") == 1 and f"port {port} is taken" in ended.stderr
    (tmp_path / "file").touch()
    ended = run("--index", str(tmp_path / "file"), "--port", port)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "is a file" in ended.stderr


@pytest.mark.parametrize("number", ["0", "-1", "two", "1000"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(number: str) -> None:
    ended = run(f"--processes={number}")
    assert ended.returncode == 2 and "give one from 1 to 64" in ended.stderr
