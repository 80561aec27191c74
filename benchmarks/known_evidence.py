"""Questions with known evidence: `python -m benchmarks.known_evidence QUESTIONS.json --index DIR`.

QUESTIONS.json holds a list, or one named "questions". Each has its `question`, and as `evidence`
the words that answer it as an article has them, a list of such that have to be quoted together, or
null where a refusal is right, as tests/data/seed_questions.json does for the bundled articles; or
as `answers` several, each with its `evidence`, one of which is enough. A `kind` groups the figures;
of a `part`, `--part` asks one alone. Prints each answer's confidence, and how many were right.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Snapshot
from qa import Answer, Assistant, Citation

Place = tuple[str, int, int]  # an article's id, and where in it


@dataclass(frozen=True)
class Result:
    """:param first: whether the first quote answers, and `any_quote` whether the quotes do."""

    answerable: bool
    answer: Answer
    first: bool
    any_quote: bool

    @property
    def is_doubted(self) -> bool:
        return self.answer.sureness == "perhaps"

    @property
    def right(self) -> bool:
        return (
            self.any_quote and not self.answer.refused if self.answerable else self.answer.refused
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--part")
    parser.add_argument("--fast", action="store_true", help="without the reader")
    options = parser.parse_args()
    assistant = Assistant(options.index, fast=options.fast)
    content = json.loads(options.questions.read_text(encoding="utf-8"))
    by_kind: dict[str, list[Result]] = defaultdict(list)
    for asked in content["questions"] if isinstance(content, dict) else content:
        if options.part and asked.get("part") != options.part:
            continue
        result = _ask(assistant, asked)
        by_kind[asked.get("kind", "all")].append(result)
        told = "refused" if result.answer.refused else result.answer.sureness or "answered"
        print(
            f"{'right' if result.right else 'WRONG':6}{told:9}{result.answer.confidence:.3f}  "
            f"{result.answer.question}"
        )
    for kind, results in by_kind.items():
        print(f"{kind:14} {_told(results)}")
    if len(by_kind) > 1:
        print(f"{'all':14} {_told([result for of in by_kind.values() for result in of])}")


def _ask(assistant: Assistant, asked: dict) -> Result:
    answer = assistant.answer(asked["question"])
    ways = [a["evidence"] for a in asked["answers"]] if "answers" in asked else [asked["evidence"]]
    wanted = [[way] if isinstance(way, str) else way for way in ways if way]
    snapshot = assistant.archive.current()
    places = [[_places(snapshot, words) for words in way] for way in wanted]
    first = any(_holds(answer.citations[:1], of) for way in places for of in way)
    together = any(all(_holds(answer.citations, of) for of in way) for way in places)
    return Result(bool(wanted), answer, first, together)


def _places(snapshot: Snapshot, words: str) -> list[Place]:
    """:raises SystemExit: if no article has these words."""
    found = [
        (article.id, at, at + len(words))
        for article in snapshot.articles()
        if (at := article.text.find(words)) >= 0
    ]
    if not found:
        raise SystemExit(f"no article says: {words}")
    return found


def _holds(citations: Sequence[Citation], places: Sequence[Place]) -> bool:
    return any(
        citation.article.id == article and citation.start < end and start < citation.end
        for citation in citations
        for article, start, end in places
    )


def _told(results: Sequence[Result]) -> str:
    answerable = [result for result in results if result.answerable]
    others = [result for result in results if not result.answerable]
    parts = []
    if answerable:
        parts.append(
            f"of {len(answerable)} first quote {sum(r.first for r in answerable)}, one of the "
            f"quotes {sum(r.any_quote for r in answerable)}, refused "
            f"{sum(r.answer.refused for r in answerable)}, doubted "
            f"{sum(r.is_doubted for r in answerable)}, answered rightly "
            f"{sum(r.right for r in answerable)}"
        )
    if others:
        parts.append(
            f"of {len(others)} without an answer refused {sum(r.answer.refused for r in others)}, "
            f"doubted {sum(r.is_doubted for r in others)}"
        )
    return "; ".join(parts)


if __name__ == "__main__":
    main()
