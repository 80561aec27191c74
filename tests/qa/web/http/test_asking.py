"""Questions and searches over HTTP."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradual import Gradual, gradual
from serving import application, served

from index import Archive, Article
from qa import Assistant, LLMSettings
from qa.web.uploads import Uploads

QUESTION = "What did Sherman demand?"
FOLLOW_UP = "And what did she say on Twitter?"
WRITTEN = "Wendy Sherman called on Moscow to defuse the situation at the border with Ukraine [1]."
EVENTS = {"Accept": "text/event-stream"}
PROBLEM = "application/problem+json"


def events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    """Name and content of each."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_an_answer_is_that_of_the_command_line(client: httpx.Client, assistant: Assistant) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION})
    assert response.status_code == 200
    told = response.json()
    expected = json.loads(json.dumps(assistant.answer(QUESTION).to_json()))
    assert told.pop("timings_ms")["total"] > 0
    del expected["timings_ms"]
    for citation in expected["citations"]:
        path = Path(citation["article"]["path"])
        citation["article"]["path"] = f"seeds/{path.name}"
    assert told == expected


def test_each_quote_stands_in_its_article_as_it_is_served(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["citations"]
    for citation in answer["citations"]:
        text = f"/v1/articles/{citation['article']['id']}/text"
        part = {"start": citation["start"], "end": citation["end"]}
        assert client.get(text, params=part).text == citation["quote"]
        assert client.get(text).text[citation["start"] : citation["end"]] == citation["quote"]


def test_nobody_is_told_where_on_the_disk_articles_are(
    client: httpx.Client, seeds_archive: Archive
) -> None:
    folder = str(seeds_archive.current().sources[0].parent)
    told = [
        client.post("/v1/ask", json={"question": QUESTION}),
        client.post("/v1/ask", json={"question": QUESTION}, headers=EVENTS),
        client.post("/v1/search", json={"question": QUESTION}),
        client.get("/v1/articles"),
    ]
    assert all(response.status_code == 200 for response in told)
    assert not any(folder in response.text for response in told)


def test_a_question_that_the_archive_does_not_answer_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "How do I bake a cheesecake?"}).json()
    assert (answer["refused"], answer["mode"]) == (True, "refusal")


def test_answers_that_are_sent_back_are_the_conversation(client: httpx.Client) -> None:
    first = client.post("/v1/ask", json={"question": QUESTION}).json()
    asked = {"question": FOLLOW_UP, "conversation": [first]}
    second = client.post("/v1/ask", json=asked).json()
    assert "Sherman" in second["standalone"]
    assert "Twitter" in second["citations"][0]["quote"]


def test_the_language_may_be_said(client: httpx.Client) -> None:
    answer = client.post("/v1/ask", json={"question": "Sherman NATO", "language": "fr"}).json()
    assert answer["language"] == "fr"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"since": "2022-01-12", "until": "2022-01"}, True),
        ({"since": "1999", "until": "2000-02-01"}, False),
        ({"source": "DEMONSTRATION", "author": "redaktion", "language": "de"}, True),
        ({"language": "it"}, False),
    ],
)
def test_a_filter_says_which_articles_may_answer(
    client: httpx.Client, wanted: dict[str, str], found: bool
) -> None:
    asked = {"question": QUESTION, "filter": wanted}
    assert bool(client.post("/v1/ask", json=asked).json()["citations"]) is found
    assert bool(client.post("/v1/search", json=asked).json()["passages"]) is found


def test_an_answer_comes_as_events(client: httpx.Client) -> None:
    whole = client.post("/v1/ask", json={"question": QUESTION}).json()
    with client.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=EVENTS) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        (evidence, first), (answer, last) = events(response)
    assert (evidence, answer) == ("evidence", "answer")
    assert first == {"citations": whole["citations"]}
    assert {**last, "timings_ms": 0} == {**whole, "timings_ms": 0}


def test_a_refusal_has_no_evidence(client: httpx.Client) -> None:
    asked = {"question": "How do I bake a cheesecake?"}
    with client.stream("POST", "/v1/ask", json=asked, headers=EVENTS) as response:
        ((name, answer),) = events(response)
    assert (name, answer["refused"]) == ("answer", True)


@pytest.fixture
def writing(seeds_archive: Archive, tmp_path: Path) -> Iterator[tuple[httpx.Client, Gradual]]:
    """A server whose answers a language model writes."""
    assistant = Assistant(seeds_archive, LLMSettings(llm="http://127.0.0.1:9/v1"))
    assert assistant.writer is not None
    assistant.writer.use(model := gradual(WRITTEN))
    assistant.gists = None
    uploads = Uploads(seeds_archive, tmp_path)
    with (
        served(application(assistant, uploads)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client, model


def test_what_a_model_writes_comes_as_it_grows_and_at_last_checked(
    writing: tuple[httpx.Client, Gradual],
) -> None:
    client, model = writing
    with client.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=EVENTS) as response:
        come = events(response)
        assert next(come)[0] == "evidence"
        name, content = next(come)
        assert name == "text" and WRITTEN.startswith(content["text"])
        assert not model.ended.is_set(), "the model is still writing"
        model.goes_on.set()
        *texts, (name, answer) = come
    assert {text_name for text_name, _ in texts} <= {"text"}
    assert (name, answer["mode"], answer["answer"]) == ("answer", "written", WRITTEN)


@pytest.mark.parametrize("headers", [EVENTS, {}], ids=["events", "json"])
def test_who_goes_away_ends_the_work(
    writing: tuple[httpx.Client, Gradual], headers: dict[str, str]
) -> None:
    client, model = writing
    model.drips = True
    request = client.build_request("POST", "/v1/ask", json={"question": QUESTION}, headers=headers)
    lines = [f"{name}: {value}" for name, value in request.headers.items()]
    host, port = str(client.base_url).rstrip("/").removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = "\r\n".join(["POST /v1/ask HTTP/1.1", *lines, "", ""])
        connection.sendall(head.encode() + request.read())
        assert model.began.wait(60)
    assert model.ended.wait(10), "or it would write for nobody"


def test_the_next_question_sees_what_was_added(writable: httpx.Client, archive: Archive) -> None:
    asked = {"question": "Wer leitet die Sternwarte von Quellstadt?"}
    assert writable.post("/v1/ask", json=asked).json()["citations"] == []
    text = "Astronomin Wiebke Lorentzen leitet die Sternwarte von Quellstadt seit 2009."
    archive.add(Article(id="a/b c", title="Die Sternwarte", language="de", text=text))
    (citation,) = writable.post("/v1/ask", json=asked).json()["citations"]
    assert citation["quote"] == text
    assert writable.get("/v1/articles/a/b c").json()["title"] == "Die Sternwarte"
    assert writable.get("/v1/articles/a/b c/text").text == text


def test_a_search_gives_passages_best_first(client: httpx.Client) -> None:
    wanted = {"question": QUESTION, "limit": 4}
    passages = client.post("/v1/search", json=wanted).json()["passages"]
    assert len(passages) == 4
    assert [p["score"] for p in passages] == sorted((p["score"] for p in passages), reverse=True)
    assert len({(p["article"]["id"], p["start"]) for p in passages}) == 4
    best = passages[0]
    text = client.get(f"/v1/articles/{best['article']['id']}/text").text
    assert text[best["start"] : best["end"]] == best["text"]
    assert "Sherman" in best["text"]


def test_what_is_no_question_finds_nothing(client: httpx.Client) -> None:
    assert client.post("/v1/search", json={"question": "?!"}).json() == {"passages": []}


@pytest.mark.parametrize(
    ("path", "asked", "pointer"),
    [
        ("/v1/ask", {}, "#/question"),
        ("/v1/ask", {"question": ""}, "#/question"),
        ("/v1/ask", {"question": "<secret>" * 1_000}, "#/question"),
        ("/v1/ask", {"question": 5}, "#/question"),
        ("/v1/ask", {"question": "Who?", "language": "english"}, "#/language"),
        ("/v1/ask", {"question": "Who?", "filter": {"since": "gestern"}}, "#/filter/since"),
        ("/v1/ask", {"question": "Who?", "filter": {"path": "/etc"}}, "#/filter/path"),
        ("/v1/ask", {"question": "Who?", "more/~": 1}, "#/more~1~0"),
        ("/v1/ask", {"question": "Who?", "conversation": [{}]}, "#/conversation/0/question"),
        ("/v1/search", {"question": "Who?", "limit": 51}, "#/limit"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_place_and_not_repeated(
    client: httpx.Client, path: str, asked: dict[str, Any], pointer: str
) -> None:
    response = client.post(path, json=asked)
    assert (response.status_code, response.headers["content-type"]) == (422, PROBLEM)
    problem = response.json()
    assert pointer in [error["pointer"] for error in problem["errors"]]
    assert problem["detail"].count("\n") == 0
    assert "secret" not in response.text and "gestern" not in response.text


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"question": "\\ud800 Sherman?"}', b"[" * 100_000, b"1"]
)
def test_what_is_no_json_is_a_problem(client: httpx.Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/ask", content=body, headers=headers)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == PROBLEM
