"""A language model behind an address: served well by llama.cpp, badly by faulty_server."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_server import FaultyServer
from llama_index.core.base.llms.types import ChatMessage

from qa.llm import LLMError, LLMSettings, open_llm, stream_reply

QUESTION = [ChatMessage(role="user", content="What is the capital of France?")]


@pytest.fixture(scope="module")
def server(smollm2: Path) -> Iterator[str]:
    """The address of SmolLM2, which asks for a key."""
    xllamacpp = pytest.importorskip("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(smollm2)
    parameters.model_alias = {"smollm2"}
    parameters.n_ctx = 512
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity = -1
    parameters.api_keys = ["right-key"]
    running = xllamacpp.Server(parameters)
    yield f"{running.listening_address}/v1"


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyServer]:
    server = FaultyServer()
    yield server
    server.close()


def reply(address: str, **options: object) -> list[str]:
    settings = LLMSettings(llm=address, **options)  # type: ignore[arg-type]
    llm = open_llm(settings)
    assert llm is not None
    return list(stream_reply(llm, QUESTION, max_tokens=16, seconds=5 * settings.timeout))


def why_no_reply(
    address: str, model: str = "a-model", timeout: float = 10.0, key: str = ""
) -> LLMError:
    with pytest.raises(LLMError) as raised:
        reply(address, model=model, key=key, timeout=timeout)
    assert str(raised.value).isprintable()
    return raised.value


def test_a_reply_is_streamed(server: str) -> None:
    pieces = reply(server, key="right-key", model="smollm2")
    assert len(pieces) > 5
    assert len("".join(pieces).split()) > 3


def test_the_only_model_needs_no_name(server: str, faulty: FaultyServer) -> None:
    assert reply(server, key="right-key")
    llm = open_llm(LLMSettings(llm=faulty.address("one-model")))
    assert llm is not None
    assert llm.metadata.model_name == "only-model"


@pytest.mark.parametrize("model", ["smollm2", ""])
def test_a_wrong_key_is_rejected_and_not_shown(server: str, model: str) -> None:
    error = why_no_reply(server, model, key="wrong-key")
    assert error.reason == "key_rejected"
    assert "FUNDSTELLE_LLM_KEY" in str(error)
    assert "wrong-key" not in str(error)


@pytest.mark.parametrize("model", ["a-model", ""])
def test_an_address_where_nothing_listens_is_unreachable(model: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        error = why_no_reply(address, model)
    assert error.reason == "unreachable"
    assert address in str(error)


def test_the_reason_is_told_in_the_readers_language() -> None:
    error = LLMError("unreachable", where="http://127.0.0.1:9/v1")
    assert error.told("de") == "Das Sprachmodell unter http://127.0.0.1:9/v1 ist nicht erreichbar."
    assert error.told("fi") == error.told("en") == str(error)


@pytest.mark.parametrize("fault", ["stalls", "stalls-within"])
def test_a_silent_model_is_not_waited_for(faulty: FaultyServer, fault: str) -> None:
    started = time.monotonic()
    error = why_no_reply(faulty.address(fault), timeout=0.5)
    assert time.monotonic() - started < 3
    assert error.reason == "silent"
    assert "0.5 seconds" in str(error)


@pytest.mark.parametrize("model", ["a-model", ""])
@pytest.mark.parametrize(
    "fault",
    [
        "drips-headers",
        "drips-chunk-sizes",
        "drips-comments",
        "drips-a-line",
        "drips-events",
        "drips-an-error",
    ],
)
def test_a_reply_that_drips_in_is_given_up(faulty: FaultyServer, fault: str, model: str) -> None:
    assert why_no_reply(faulty.address(fault), model, timeout=0.2).reason == "silent"


@pytest.mark.parametrize(
    "fault", ["endless-line", "endless-events", "endless-loop", "endless-error"]
)
@pytest.mark.parametrize("model", ["a-model", ""])
def test_a_reply_that_does_not_end_is_given_up(
    faulty: FaultyServer, fault: str, model: str
) -> None:
    faulty.sent[fault] = 0
    assert why_no_reply(faulty.address(fault), model).reason == "broken"
    assert faulty.sent[fault] < 20_000_000


@pytest.mark.parametrize(
    ("fault", "least", "most"), [("endless-events", 1_000, 10_000), ("endless-loop", 1, 200)]
)
def test_a_reply_longer_than_any_answer_or_in_a_loop_is_cut_off(
    faulty: FaultyServer, fault: str, least: int, most: int
) -> None:
    llm = open_llm(LLMSettings(llm=faulty.address(fault), model="a-model"))
    assert llm is not None
    pieces = []
    with pytest.raises(LLMError) as raised:
        for piece in stream_reply(llm, QUESTION, max_tokens=16, seconds=30):
            pieces.append(piece)
    assert raised.value.reason == "broken"
    assert least < len("".join(pieces)) < most


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hangs-up", "unreachable"),
        ("hangs-up-within", "broken"),
        ("no-http", "unreachable"),
        ("no-json", "broken"),
        ("no-utf-8", "broken"),
        ("no-object", "broken"),
        ("no-choice", "broken"),
        ("no-text", "broken"),
        ("html", "broken"),
        ("nothing", "broken"),
        ("no-events", "broken"),
        ("no-words", "broken"),
        ("error-event", "failed"),
        ("error-401", "key_rejected"),
        ("error-403", "key_rejected"),
        ("error-404", "no_model"),
        ("error-429", "failed"),
        ("error-500", "failed"),
        ("html-500", "failed"),
    ],
)
def test_a_fault_is_told_in_one_line(faulty: FaultyServer, fault: str, reason: str) -> None:
    error = why_no_reply(faulty.address(fault))
    assert error.reason == reason
    assert faulty.address(fault) in str(error)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("stalls", "silent"),
        ("hangs-up", "unreachable"),
        ("hangs-up-within", "unreachable"),
        ("no-http", "unreachable"),
        ("a-reply", "broken"),
        ("no-utf-8", "broken"),
        ("html", "broken"),
        ("nothing", "broken"),
        ("no-list-of-models", "broken"),
        ("error-401", "key_rejected"),
        ("error-404", "no_model"),
        ("error-500", "failed"),
        ("no-models", "no_model"),
        ("nameless-model", "no_model"),
        ("two-models", "which_model"),
    ],
)
def test_a_fault_in_looking_for_the_model_is_told_in_one_line(
    faulty: FaultyServer, fault: str, reason: str
) -> None:
    assert why_no_reply(faulty.address(fault), model="", timeout=0.5).reason == reason


def test_of_several_models_one_is_named_as_an_example(faulty: FaultyServer) -> None:
    message = str(why_no_reply(faulty.address("two-models"), model=""))
    assert "FUNDSTELLE_LLM_MODEL" in message
    assert "a-model" in message


@pytest.mark.parametrize("model", ["a-model", ""])
def test_no_other_server_is_asked(faulty: FaultyServer, model: str) -> None:
    other = FaultyServer()
    faulty.elsewhere = f"{other.address('a-reply')}/chat/completions"
    assert why_no_reply(faulty.address("redirects"), model, key="secret").reason == "failed"
    other.close()
    assert not other.asked


def test_a_packed_reply_is_not_unpacked(faulty: FaultyServer) -> None:
    assert why_no_reply(faulty.address("packed")).reason == "broken"
    assert faulty.asked["packed"][-1]["Accept-Encoding"] == "identity"


def test_a_fault_is_not_tried_again(faulty: FaultyServer) -> None:
    before = len(faulty.asked["error-500"])
    why_no_reply(faulty.address("error-500"))
    assert len(faulty.asked["error-500"]) == before + 1


def test_after_a_fault_the_same_model_can_be_asked_again(faulty: FaultyServer) -> None:
    llm = open_llm(LLMSettings(llm=faulty.address("a-reply"), model="a-model"))
    assert llm is not None
    assert "".join(stream_reply(llm, QUESTION, max_tokens=16, seconds=30)) == "The bridge."
    with pytest.raises(LLMError) as raised:
        list(stream_reply(llm, QUESTION, max_tokens=16, seconds=0))
    assert raised.value.reason == "silent"
    assert "".join(stream_reply(llm, QUESTION, max_tokens=16, seconds=30)) == "The bridge."
