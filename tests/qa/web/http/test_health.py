"""Whether all is well, what is counted, and how the application describes itself."""

from __future__ import annotations

import shutil

import httpx
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from index import Archive
from qa.web.problems import add_problem_handlers

QUESTION = "Who is Wendy Sherman?"


def counted(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Each count, by its name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_it_is_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/health/ready").json() == {"status": "ok"}


def test_without_its_index_it_is_alive_and_not_ready(
    writable: httpx.Client, archive: Archive
) -> None:
    shutil.rmtree(archive.index_dir)
    assert writable.get("/health").status_code == 200
    for response in (
        writable.get("/health/ready"),
        writable.post("/v1/ask", json={"question": QUESTION}),
        writable.get("/v1/articles"),
        writable.delete("/v1/articles/1"),
    ):
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert str(archive.index_dir) not in response.text
    assert writable.get("/metrics").status_code == 200


def test_requests_and_answers_are_counted(writable: httpx.Client) -> None:
    before = counted(writable)
    writable.post("/v1/ask", json={"question": QUESTION})
    writable.get("/v1/articles/secret-id")
    writable.get("/secret-path")
    writable.request("SECRET", "/health")
    after = counted(writable)

    def more(*sample: str) -> float:
        return after.get(sample, 0) - before.get(sample, 0)

    assert more("fundstelle_requests_total", "POST", "/v1/ask", "200") == 1
    assert more("fundstelle_request_seconds_count", "POST", "/v1/ask") == 1
    assert more("fundstelle_answers_total", "refusal") == 1
    assert more("fundstelle_requests_total", "GET", "other", "404") == 1
    assert more("fundstelle_requests_total", "other", "/health", "405") == 1
    assert after["fundstelle_articles",] == 0
    assert after["fundstelle_questions",] == 0
    assert after["fundstelle_uploads_waiting",] == 0
    assert "process_resident_memory_bytes" in writable.get("/metrics").text
    text = writable.get("/metrics").text.lower()
    assert "secret" not in text and "sherman" not in text


def test_the_description_says_all_of_it_and_loads_nothing(client: httpx.Client) -> None:
    described = client.get("/v1/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids) == 14
    assert all(operation["summary"] and operation["tags"] for operation in operations)
    assert described["paths"]["/v1/ask"]["post"]["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for operation in operations:
        for status, response in operation["responses"].items():
            if status[0] in "45" and "openai" not in operation["tags"]:
                assert list(response["content"]) == ["application/problem+json"]
    for page in ("/docs", "/redoc"):
        assert client.get(page).status_code == 404


def test_a_fault_of_ours_tells_nothing_of_it() -> None:
    app = FastAPI()

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("the secret of /home/somebody")

    add_problem_handlers(app)
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/fault")
        assert response.status_code == 500
        assert response.headers["content-type"] == "application/problem+json"
        assert "secret" not in response.text and "Traceback" not in response.text
        wrong = client.post("/fault")
        assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
        assert wrong.json()["title"] == "Method Not Allowed"
