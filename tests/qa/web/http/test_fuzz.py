"""Whatever is sent: no failure of the server, and nothing that its description does not say.

`FUZZ_EXAMPLES=400` in the environment sends more of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from serving import application

from index import Archive, Article, Embedder, Settings
from qa import Assistant
from qa.web.uploads import Uploads

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def described(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of an application that anybody may change."""
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    archive = Archive.open(
        Settings(index_dir=folder / "index"), embedder=real_embedder, create=True
    )
    archive.add(Article(id="0", title="The dyke", language="en", text="The dyke held all night."))
    uploads = Uploads(archive, max_bytes=100_000)
    app = application(Assistant(archive, fast=True), uploads)
    yield schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    uploads.close()


OPERATIONS = [
    "GET /health",
    "GET /health/ready",
    "GET /metrics",
    "POST /v1/ask",
    "POST /v1/search",
    "GET /v1/articles",
    "POST /v1/articles",
    "GET /v1/articles/{article_id}",
    "DELETE /v1/articles/{article_id}",
    "GET /v1/articles/{article_id}/text",
    "GET /v1/jobs/{job_id}",
    "GET /v1/models",
    "GET /v1/models/{model_id}",
    "POST /v1/chat/completions",
]
# In a request for one of the others nothing can be wrong.
WITH_CONDITIONS = [
    "POST /v1/ask",
    "POST /v1/search",
    "GET /v1/articles",
    "GET /v1/articles/{article_id}/text",
    "POST /v1/chat/completions",
]
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CASES = [*((name, RIGHT) for name in OPERATIONS), *((name, WRONG) for name in WITH_CONDITIONS)]
BOUNDED = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "12")),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_no_request_fails_and_each_answer_is_as_described(
    described: Any, name: str, mode: GenerationMode
) -> None:
    method, path = name.split(" ")

    @BOUNDED
    @given(described[path][method].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


def test_every_operation_is_asked(described: Any) -> None:
    operations = [found.ok().label for found in described.get_all_operations()]
    assert sorted(operations) == sorted(OPERATIONS)
