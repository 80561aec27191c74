"""The contract of `index.storage.workers.Workers`."""

from __future__ import annotations

from index.articles import Article
from index.embedding import Embedder
from index.storage.preparing import prepare
from index.storage.workers import Workers

_BATCHES = 3


def check_workers(workers: Workers, embedder: Embedder) -> None:
    """Check who prepares articles. A batch is left underway: who closes them gives it up.

    :param workers: who embed with what `embedder` does.
    :raises AssertionError: naming what is not kept.
    """
    batches = [_articles(number) for number in range(_BATCHES)]
    told: list[list[float]] = [[] for _ in batches]
    underway = [
        workers.prepare(batch, parts.append) for batch, parts in zip(batches, told, strict=True)
    ]
    assert workers.number >= 1, "there is somebody"
    assert workers.doing and "\n" not in workers.doing, "what they do is said in a line"
    for batch, prepared in reversed(list(zip(batches, underway, strict=True))):
        found = prepared.result()
        assert [new.article for new in found] == batch, "articles come back in their order"
        assert found == prepare(batch, embedder), "what comes of them follows from them alone"
    for parts in told:
        assert parts == sorted(parts) and all(0 <= part <= 1 for part in parts), "parts of one"
    workers.prepare(batches[0], lambda part: None)


def _articles(number: int) -> list[Article]:
    """Some that split into several passages, one that says nothing, and more than one language."""
    long = "\n\n".join(
        f"Der Deich {n} von Ort {number} hielt die ganze Nacht. Am Morgen waren {n + 7} Schafe da."
        for n in range(8)
    )
    table = "| Jahr | Höhe |\n| --- | --- |\n" + "\n".join(
        f"| {1900 + n} | {n} |" for n in range(9)
    )
    texts = {"de": long, "en": f"The dyke held. Nobody saw it break in year {number}.", "fr": table}
    made = [
        Article(id=f"{number}-{language}", title="Deich", language=language, text=text)
        for language, text in texts.items()
    ]
    return [*made, Article(id=f"{number}-none", title="Leer", language="de", text="…")]
