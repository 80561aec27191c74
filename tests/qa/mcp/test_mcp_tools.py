"""search, fetch and ask, as a client sees them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from mcp import Client, MCPError
from mcp_client import content, error, used
from mcp_types import CallToolResult

from index import Archive, Article, Embedder, Settings
from qa import Assistant
from qa.mcp import build_server, parts

Call = Callable[..., CallToolResult]


def test_the_tools_say_when_to_use_them_and_that_they_only_read(assistant: Assistant) -> None:
    tools = used(build_server(lambda: assistant), lambda client: client.list_tools()).tools
    assert {tool.name for tool in tools} == {"search", "fetch", "ask"}
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.title and "Example:" in (tool.description or "")
        assert tool.output_schema is not None and tool.output_schema["type"] == "object"
        for argument in tool.input_schema["properties"].values():
            assert argument["description"]


def test_search_gives_what_a_connector_expects(call: Call) -> None:
    found = content(call("search", query="Organisation for Security and Co-operation in Europe"))
    assert set(found) == {"results"}
    assert all(set(result) == {"id", "title", "url"} for result in found["results"])
    ids = [result["id"] for result in found["results"]]
    assert len(set(ids)) == len(ids) > 1
    assert found["results"][0]["title"] == "Die OSZE: 57 Staaten und ein Prinzip"
    assert found["results"][0]["url"] == f"http://archive/{ids[0]}"


def test_fetch_gives_the_article_that_search_found(call: Call, assistant: Assistant) -> None:
    first = content(call("search", query="When was the INF Treaty signed?"))["results"][0]
    fetched = content(call("fetch", id=first["id"]))
    assert set(fetched) == {"id", "title", "text", "url", "metadata"}
    assert {name: fetched[name] for name in first} == first
    article = assistant.archive.current().article(first["id"])
    assert fetched["text"] == article.text
    metadata = fetched["metadata"]
    assert (metadata["date"], metadata["language"]) == (article.date, "en")
    assert (metadata["part"], metadata["parts"]) == (1, 1)
    assert "next" not in metadata and None not in metadata.values()


def test_ask_gives_what_the_command_line_prints(call: Call, assistant: Assistant) -> None:
    question = "When did the INF Treaty enter into force?"
    given = content(call("ask", question=question))
    printed = json.loads(json.dumps(assistant.answer(question).to_json()))
    assert given.pop("timings_ms") and printed.pop("timings_ms")
    for citation in printed["citations"]:  # whoever asks from elsewhere need not know this disk
        citation["article"]["path"] = "seeds/" + Path(citation["article"]["path"]).name
    assert given == printed
    cited = given["citations"][0]
    text = content(call("fetch", id=cited["article"]["id"]))["text"]
    assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert "1 June 1988" in cited["quote"]


def test_ask_says_that_the_archive_holds_no_answer(call: Call) -> None:
    given = content(call("ask", question="Wie wird Apfelstrudel gebacken?"))
    assert given["refused"] is True and given["mode"] == "refusal" and given["language"] == "de"


def test_filters_say_which_articles_may_answer(call: Call) -> None:
    question = "How many states belong to the OSCE?"
    for filters in ({"language": "de"}, {"language": "German"}, '{"since": "2022"}', {}, None):
        assert not content(call("ask", question=question, filters=filters))["refused"], filters
    other = content(call("ask", question=question, filters={"until": "2022-01-18"}))
    assert all(cited["article"]["date"] <= "2022-01-18" for cited in other["citations"])
    assert "57" not in other["answer"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("fetch", {"id": "nothing"}, "'nothing'"),
        ("fetch", {"id": "nothing#x"}, "no article"),
        ("fetch", {"id": "../../etc/passwd"}, "no article"),
        ("fetch", {"id": "x" * 100_000}, "'id'"),
        ("fetch", {"id": "\ud800"}, ""),
        ("search", {"query": ""}, "ask a question"),
        ("search", {"query": "w" * 5_000 + "o?"}, "too long"),
        ("ask", {"question": "¿?"}, "question"),
        ("ask", {"question": "Wer?", "filters": {"since": "gestern"}}, "YYYY-MM-DD"),
        ("ask", {"question": "Wer?", "filters": {"language": "Klingon\n"}}, "no language"),
        ("ask", {"question": "Wer?", "filters": {"colour": "red"}}, "'filters.colour'"),
        ("ask", {"question": "Wer?", "filters": "[[["}, "'filters'"),
        ("ask", {"question": 3}, "'question'"),
        ("ask", {}, "'question'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    call: Call, name: str, arguments: dict, said: str
) -> None:
    line = error(call(name, **arguments))
    assert said.casefold() in line.casefold() and len(line) < 300


def test_a_part_that_is_not_there_is_told(call: Call) -> None:
    first = content(call("search", query="When was the INF Treaty signed?"))["results"][0]["id"]
    assert f"article {first} has 1 part, not 2" == error(call("fetch", id=f"{first}#2"))
    assert "no article" in error(call("fetch", id=f"{first}#0"))


def test_a_tool_that_is_not_there_is_an_error_of_the_protocol(assistant: Assistant) -> None:
    async def use(client: Client) -> None:
        with pytest.raises(MCPError, match="no tool 'delete'"):
            await client.call_tool("delete", {})

    used(build_server(lambda: assistant), use)


def test_a_fault_of_ours_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Assistant:
        raise RuntimeError("the secret of the house")

    with caplog.at_level(logging.ERROR):
        result = used(build_server(broken), lambda c: c.call_tool("search", {"query": "Wer?"}))
    assert "secret" not in error(result)
    assert "secret of the house" in caplog.text


def test_a_long_article_comes_in_parts_and_search_names_the_one_that_fits(
    tmp_path: Path, real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 900)
    filler = "Der Verein tagte am Abend und beschloss nichts von Belang.\n\n" * 30
    last = "Die Brücke über die Enns wurde im Jahr 1911 von Anna Kofler gebaut.\n"
    archive = Archive.open(
        Settings(index_dir=tmp_path / "index"), embedder=real_embedder, create=True
    )
    text = (filler + last).strip()
    archive.add(
        Article(id="long", title="Chronik", language="de", text=text, url="https://a.example/c"),
        Article(
            id="evil#2", title="Falle", language="de", text="Eine Falle.", url="javascript:x()"
        ),
    )
    server = build_server(lambda: assistant)
    assistant = Assistant(archive)

    async def use(client: Client) -> tuple:
        found = content(await client.call_tool("search", {"query": "Wer baute die Brücke?"}))
        trap = content(await client.call_tool("fetch", {"id": "evil#2"}))
        read: list[dict] = []
        part = "long"
        while part:
            fetched = content(await client.call_tool("fetch", {"id": part}))
            read.append(fetched)
            part = fetched["metadata"].get("next")
        return found["results"][0], trap, read

    best, trap, read = used(server, use)
    assert "".join(part["text"] for part in read) == text
    assert len(read) == read[0]["metadata"]["parts"] == 3
    for number, part in enumerate(read, start=1):
        metadata = part["metadata"]
        assert metadata["part"] == number and len(part["text"]) <= 900
        assert text[metadata["start"] : metadata["end"]] == part["text"]
        assert part["url"] == "https://a.example/c"
    assert all(part["text"].endswith("\n\n") for part in read[:-1])
    assert best == {"id": "long#3", "title": "Chronik", "url": "https://a.example/c"}
    assert "Anna Kofler" in read[2]["text"]
    assert trap["url"] == ""
