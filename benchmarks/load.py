"""Readers who ask over HTTP while articles are added:

    python -m benchmarks.load [--readers N] [--seconds N] [--thinking SECONDS] [--index DIR]
        [--questions FILE] [--without-uploads] [--processes N …] [--rounds N] [--json FILE]

`fundstelle serve` on this computer, with the bundled articles or a copy of the index in DIR. Where
several numbers of `--processes` are given there is a server for each, and they are asked in turn,
round after round. Each reader asks one of the questions of tests/data/seed_questions.json, or of
FILE in the same format, reads the answer for some seconds (between half and one and a half times
`--thinking`), and asks on. One archivist uploads an article, waits until it is taken up, and goes
on to the next one; every third is removed again. With `--thinking 0 --without-uploads` it is what
the server can do at most: each reader asks on as soon as there is an answer.

The readers are tasks on one thread (httpx): they take little of the computer that they share with
the server. Locust, which does as much and more, takes thirty packages and patches Python's sockets.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx
import numpy as np

import seeds
from benchmarks.paired import in_turn, ratio
from benchmarks.served import Server, serving
from index import open_embedder, update_index

_ROOT = Path(__file__).parent.parent
_QUESTIONS = _ROOT / "tests" / "data" / "seed_questions.json"
_WARMING = 10  # questions before anything is measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--thinking", type=float, default=8.0)
    parser.add_argument("--index", type=Path, help="an index to ask, instead of the bundled one")
    parser.add_argument("--questions", type=Path, default=_QUESTIONS)
    parser.add_argument("--without-uploads", action="store_true")
    parser.add_argument("--processes", type=int, nargs="+", default=[1])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        index_dir = Path(folder, "index")
        if options.index:
            shutil.copytree(options.index, index_dir)
        else:
            update_index(index_dir, [seeds.FOLDER], open_embedder(), lambda *step: None)
        questions, uploads = _read(options.questions), not options.without_uploads

        def measured(server: Server) -> Callable[[], dict[str, float]]:
            def measure() -> dict[str, float]:
                load = Load(server, questions, options.seconds, options.thinking, uploads)
                return asyncio.run(load.run(options.readers))

            return measure

        by_number = {
            str(number): measured(servers.enter_context(serving(index_dir, number)))
            for number in options.processes
        }
        figures = []
        for _, number, of_round in in_turn(by_number, options.rounds):
            figures.append({"processes": int(number), **of_round})
    if len(by_number) > 1:
        _compare(figures, list(by_number))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


class Load:
    """:param server: that is asked.
    :param questions: one of which a reader asks each time.
    :param thinking: seconds from an answer to its reader's next question, on average.
    :param uploads: whether articles are added meanwhile.
    """

    def __init__(
        self,
        server: Server,
        questions: Sequence[str],
        seconds: float,
        thinking: float,
        uploads: bool = True,
    ) -> None:
        self._server, self._seconds, self._thinking = server, seconds, thinking
        self._questions, self._uploads = questions, uploads
        self._took: dict[str, list[float]] = {"quote": [], "refusal": [], "article taken up": []}
        self._errors: Counter[str] = Counter()
        self._ends = self._lasted = self._processor = 0.0

    async def run(self, readers: int) -> dict[str, float]:
        """The figures, which are printed too."""
        limits = httpx.Limits(max_connections=readers + 5)
        address = self._server.address
        async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
            await self._ready(client)
            for question in self._questions[:_WARMING]:
                await client.post("/v1/ask", json={"question": question})
            memory = [self._server.memory()]
            began, taken = time.monotonic(), self._server.processor_seconds()
            self._ends = began + self._seconds
            await asyncio.gather(
                *(self._read(client, number) for number in range(readers)),
                *([self._archive(client)] if self._uploads else []),
                self._watch(memory),
            )
            self._lasted = time.monotonic() - began  # until the last one has an answer
            self._processor = self._server.processor_seconds() - taken
            memory.append(self._server.memory())
        self._print(readers, memory)
        return self._figures(readers, memory)

    async def _ready(self, client: httpx.AsyncClient) -> None:
        for _ in range(600):
            try:
                if (await client.get("/health/ready")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
        raise SystemExit("the server does not answer")

    async def _read(self, client: httpx.AsyncClient, number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, self._thinking))  # readers do not come all at once
        while time.monotonic() < self._ends:
            began = time.perf_counter()
            try:
                asked = {"question": chance.choice(self._questions)}
                response = await client.post("/v1/ask", json=asked)
                response.raise_for_status()
            except httpx.HTTPError as error:
                self._errors[f"ask: {error!r}"] += 1
            else:
                took = self._took.setdefault(response.json()["mode"], [])
                took.append(time.perf_counter() - began)
            await asyncio.sleep(self._thinking * chance.uniform(0.5, 1.5))

    async def _archive(self, client: httpx.AsyncClient) -> None:
        number = 0
        while time.monotonic() < self._ends:
            number += 1
            began = time.perf_counter()
            try:
                text = _article(number).encode()
                files = {"files": (f"article-{number}.txt", text)}
                response = await client.post("/v1/articles", files=files)
                response.raise_for_status()
                job = response.json()
                while job["state"] in ("waiting", "running"):
                    await asyncio.sleep(0.2)
                    job = (await client.get(response.headers["location"])).json()
                if job["state"] != "done":
                    raise httpx.HTTPError(str(job["files"]))
                self._took["article taken up"].append(time.perf_counter() - began)
                if number % 3 == 0:
                    article = job["files"][0]["articles"][0]
                    (await client.delete(f"/v1/articles/{article}")).raise_for_status()
            except httpx.HTTPError as error:
                self._errors[f"upload: {error!r}"] += 1
            await asyncio.sleep(1)

    async def _watch(self, memory: list[int]) -> None:
        while time.monotonic() < self._ends:
            await asyncio.sleep(min(15.0, max(0.1, self._ends - time.monotonic())))
            memory.append(self._server.memory())

    def _figures(self, readers: int, memory: list[int]) -> dict[str, float]:
        took = [t for kind, of in self._took.items() if kind != "article taken up" for t in of]
        p50, p95 = np.quantile(took, (0.5, 0.95)) if took else (float("nan"),) * 2
        return {
            "askers": readers,
            "thinking_s": self._thinking,
            "answers_per_s": round(len(took) / self._lasted, 2),
            "p50_s": round(float(p50), 2),
            "p95_s": round(float(p95), 2),
            "processor_ms": round(1000 * self._processor / max(1, len(took))),
            "errors": sum(self._errors.values()),
            "memory_mb": max(memory),
        }

    def _print(self, readers: int, memory: list[int]) -> None:
        asked = sum(len(took) for kind, took in self._took.items() if kind != "article taken up")
        print(
            f"{readers} readers, {self._lasted:.0f} s: {asked} questions, "
            f"{asked / self._lasted:.1f} a second; {sum(self._errors.values())} errors"
        )
        for error, count in self._errors.most_common(5):
            print(f"  {count} × {error}")
        for kind, took in self._took.items():
            if took:
                middle, high, highest = np.percentile(took, (50, 95, 100))
                print(
                    f"  {kind}: {len(took)}; median {middle:.2f} s, "
                    f"95 % within {high:.2f} s, longest {highest:.2f} s"
                )
        print(f"  memory of the server in MiB, from the first to the last: {memory}")


def _read(questions: Path) -> list[str]:
    content = json.loads(questions.read_text(encoding="utf-8"))
    asked = content["questions"] if isinstance(content, dict) else content
    return [question["question"] for question in asked]


def _article(number: int) -> str:
    """One of some length, unlike the others."""
    chance = random.Random(number)
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.FOLDER.glob("*.md"))]
    sentences = [part for text in texts for part in text.split("---")[-1].split(". ")]
    said = ". ".join(chance.sample(sentences, 15))
    return f"Nachtrag {number}\n\nDies ist der Nachtrag {number} zum Archiv. {said}."


def _compare(figures: Sequence[Mapping[str, float]], numbers: Sequence[str]) -> None:
    first, *others = (
        [one for one in figures if one["processes"] == int(number)] for number in numbers
    )
    for number, other in zip(numbers[1:], others, strict=True):
        for figure in ("answers_per_s", "p50_s", "p95_s", "processor_ms", "memory_mb"):
            of, to = ([one[figure] for one in rounds] for rounds in (other, first))
            found = ratio(of, to)
            print(
                f"{figure}: {median(to):g} with {numbers[0]}, {median(of):g} with {number}; "
                f"{found.median:.2f} times as much ({found.lowest:.2f} to {found.highest:.2f})"
            )


if __name__ == "__main__":
    main()
