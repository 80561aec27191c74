"""The log: what stands in it, and what never does."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from small_application import PASSWORD, Clients, log_in

from qa.web.access import Accounts, Role, configure_logs


@contextmanager
def logged(requests: bool) -> Iterator[io.StringIO]:
    """What is written to the log, which is as it was again afterwards."""
    loggers = (logging.getLogger(), logging.getLogger("fundstelle"))
    handlers, levels = loggers[0].handlers[:], [logger.level for logger in loggers]
    stream = io.StringIO()
    configure_logs(stream, requests)
    yield stream
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with logged(requests=True) as stream:
        yield stream


def lines(log: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_before_a_readers_own_terminal_only_what_fails_is_told(clients: Clients) -> None:
    with logged(requests=False) as stream:
        clients().get("/")
        assert stream.getvalue() == ""
        clients().get("/fails")
        assert "request_id" in stream.getvalue()


def test_a_request_is_one_line(clients: Clients, log: io.StringIO) -> None:
    response = clients().get("/?secret=1")
    (line,) = lines(log)
    assert line["request_id"] == response.headers["x-request-id"]
    assert (line["event"], line["method"], line["path"]) == ("request", "GET", "/")
    assert line["status"] == 200 and line["ms"] >= line["ms_to_first"] > 0
    assert "secret" not in log.getvalue()


def test_a_path_cannot_forge_a_line(clients: Clients, log: io.StringIO) -> None:
    clients().get("/a%0d%0a{%22event%22:1}%1b[31m" + "x" * 1000)
    (line,) = lines(log)
    assert line["path"].startswith("/a%0D%0A%7B%22event%22:1%7D%1B%5B31m")
    assert len(line["path"]) < 300


def test_the_line_says_who(clients: Clients, accounts: Accounts, log: io.StringIO) -> None:
    token = accounts.add_token("importer", Role.READ)
    clients().get("/", headers={"Authorization": f"Bearer {token}"})
    clients().get("/")
    assert [line["principal"] for line in lines(log)] == ["importer", None]


def test_what_is_asked_stands_there_only_if_that_is_switched_on(
    clients: Clients, log: io.StringIO
) -> None:
    clients().post("/v1/ask", json={"question": "who was it?"})
    assert "who was it" not in log.getvalue()
    clients(log_questions=True).post("/v1/ask", json={"question": "who was it?"})
    asked = next(line for line in lines(log) if line["event"] == "question")
    assert asked["question"] == "who was it?"
    assert asked["request_id"] == lines(log)[-1]["request_id"]


def test_nothing_that_opens_anything_stands_there(
    clients: Clients, accounts: Accounts, log: io.StringIO
) -> None:
    token = accounts.add_token("t", Role.WRITE)
    client = clients(session_secret="s" * 32)
    assert log_in(client, "anna") == 303
    assert log_in(client, "anna", "a wrong password") == 401
    session = client.cookies["fundstelle_session"]
    client.get("/", params={"token": token})
    client.get("/", headers={"Authorization": f"Bearer {token}"})
    client.get("/fails")
    logging.getLogger("library").warning("Authorization: Bearer %s", token)
    logging.getLogger("library").warning("Cookie: fundstelle_session=%s; a=b", session)
    for secret in (PASSWORD, "a wrong password", session, token, token[4:], "s" * 32):
        assert secret not in log.getvalue()
    assert "a=b" in log.getvalue()


def test_what_fails_is_told_in_the_log_and_not_to_the_client(
    clients: Clients, log: io.StringIO
) -> None:
    response = clients().get("/fails")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "hunter2" not in response.text and "Traceback" not in response.text
    failed, request = lines(log)
    assert failed["request_id"] == request["request_id"] == response.headers["x-request-id"]
    assert failed["request_id"] in response.json()["detail"]
    assert "RuntimeError" in failed["exception"] and "fst_abcdefgh" not in failed["exception"]
    assert request["status"] == 500


def test_where_nothing_is_configured_no_value_of_a_variable_is_shown(
    clients: Clients, capfd: pytest.CaptureFixture[str]
) -> None:
    assert clients().get("/fails").status_code == 500
    assert "fst_abcdefgh" not in "".join(capfd.readouterr())


def test_in_a_terminal_a_person_reads_it(clients: Clients, log: io.StringIO) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    configure_logs(stream)
    clients().get("/")
    clients().get("/fails")
    assert "request" in stream.getvalue() and not stream.getvalue().startswith("{")
    assert "fst_abcdefgh" not in stream.getvalue()
