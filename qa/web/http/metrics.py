"""What is counted for whoever keeps the server running (Prometheus). No text of a question or an
article is among it, nor who asked."""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index import FundstelleError
from qa.answers import Answer
from qa.assistant import Assistant
from qa.web.uploads import Uploads

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"  # Prometheus' client reads it while it is imported
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_START = "process_start_time_seconds"
_OTHER = "other"  # what no route answers: paths are whatever anybody asks for


class Metrics:
    """The counts of one application: of all processes together, where the environment names the
    folder that Prometheus' client sums them up by."""

    def __init__(self, assistant: Assistant, uploads: Uploads) -> None:
        self.registry = CollectorRegistry()  # of this process
        self._of_all = self.registry
        if shared := os.environ.get(MULTIPROCESS):
            self._of_all = CollectorRegistry()
            MultiProcessCollector(self._of_all, shared)
            self._of_all.register(_Processes(Path(shared)))
        else:
            ProcessCollector(registry=self.registry)
        self._of_all.register(_Now(assistant, uploads))
        self._requests = Counter(
            "fundstelle_requests",
            "Requests, by what became of them",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "fundstelle_request_seconds",
            "From a request to the end of its answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "fundstelle_answers",
            "Answers to questions, by their mode: quote, written, refusal or notice",
            ("mode",),
            registry=self.registry,
        )
        questions = Gauge(
            "fundstelle_questions",
            "Questions that are being looked up, or wait for that",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        assistant.priority.tell(questions.set)
        for mode in ("quote", "written", "refusal", "notice"):
            self._answers.labels(mode)

    def answered(self, answer: Answer) -> None:
        """Count an answer that was given."""
        self._answers.labels(answer.mode).inc()

    def asked_for(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        method = method if method in _METHODS else _OTHER
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self, accept: str = "") -> tuple[bytes, str]:
        """All of it as Prometheus reads it, and of which content type that is."""
        encode, content_type = choose_encoder(accept)
        return encode(self._of_all), content_type


class Measured:
    """An ASGI application around another one, whose requests it counts."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", None) or _OTHER
            seconds = time.perf_counter() - started
            self._metrics.asked_for(scope["method"], route, status, seconds)


class _Now(Collector):
    """What is so while it is read."""

    def __init__(self, assistant: Assistant, uploads: Uploads) -> None:
        self._assistant, self._uploads = assistant, uploads

    def describe(self) -> Iterator[Metric]:
        """Nothing is read before somebody asks."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        counts: dict[str, int] = {}
        try:
            with closing(self._assistant.archive.stored()) as store:
                counts = store.counts()
        except FundstelleError:  # the index is not there: there is nothing to count
            pass
        for name, count in counts.items():
            yield GaugeMetricFamily(f"fundstelle_{name}", f"{name.capitalize()} indexed", count)
        yield GaugeMetricFamily(
            "fundstelle_uploads_waiting", "Uploads that wait to be taken up", self._uploads.waiting
        )


class _Processes(Collector):
    """What the system says of all processes, as `ProcessCollector` has it of one: sums, but for the
    start, which is the first one's.

    :param folder: whose files end in a process's number.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> Iterator[Metric]:
        """Nothing is read before somebody asks."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        together: dict[str, Metric] = {}
        for number in {path.stem.rpartition("_")[2] for path in self._folder.glob("*.db")}:
            of_one = ProcessCollector(pid=partial(str, number), registry=None)
            for metric in of_one.collect():  # nothing of one that has ended
                known = together.setdefault(metric.name, metric)
                if known is not metric:
                    add = min if metric.name == _START else operator.add
                    known.samples = [
                        one._replace(value=add(one.value, other.value))
                        for one, other in zip(known.samples, metric.samples, strict=True)
                    ]
        yield from together.values()
