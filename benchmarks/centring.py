"""What it gives to take the languages' centres from the scores:

    python -m benchmarks.centring DATA_FOLDER [--question-language LANG] [--languages LANG …]

The articles of XQuAD (xquad-dev.LANG.json in DATA_FOLDER), the first in the first of these
languages, the second in the second and so on, make one archive, which is asked every second
question in one language. Prints for the articles of each language how often the first quote, and
one of three, holds the answer, with the centres and without. The shipped adapter has seen these
questions.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import Archive, Settings, Snapshot, open_embedder, update_index
from index.storage import Centre
from index.text import Question
from qa.evaluation.cached_embedder import CachedEmbedder
from qa.finding import MAX_QUOTES, find, stages


@dataclass(frozen=True)
class Asked:
    """A question, the language of the article that answers it, and where: of article `number`."""

    question: str
    language: str
    number: int
    start: int
    end: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--question-language", default="de")
    parser.add_argument("--languages", nargs="+", default=["de", "en"])
    options = parser.parse_args()
    embedder = CachedEmbedder.between_runs(open_embedder(), Settings())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = _write(folder, options.data, options.languages, options.question_language)
        update_index(folder / ".index", [folder], embedder, lambda *step: None)
        archive = Archive(folder / ".index", embedder)
        for centred in (True, False):
            hits = defaultdict(list)
            for question in asked[::2]:
                snapshot = archive.current()
                if not centred:
                    snapshot.centres = _no_centres(snapshot)
                found = find(
                    Question(question.question, options.question_language),
                    stages(snapshot, embedder),
                    snapshot,
                )
                hits[question.language].append(
                    [
                        Path(found.articles[q.article_id].path or "").stem == str(question.number)
                        and q.start < question.end
                        and question.start < q.end
                        for q in found.quotes(MAX_QUOTES)
                    ]
                )
            for language, of_language in hits.items():
                first = np.mean([any(hit[:1]) for hit in of_language])
                print(
                    f"{'with' if centred else 'without'} centres, {options.question_language}→"
                    f"{language}: {len(of_language)} questions, first quote {first:.3f}, "
                    f"one of three {np.mean([any(hit) for hit in of_language]):.3f}"
                )


def _write(folder: Path, data: Path, languages: list[str], asked_in: str) -> list[Asked]:
    articles = {
        language: json.loads((data / f"xquad-dev.{language}.json").read_text("utf-8"))["data"]
        for language in {*languages, asked_in}
    }
    asked = []
    for number, worded in enumerate(articles[asked_in]):
        language = languages[number % len(languages)]
        text = ""
        for paragraph, other in zip(
            articles[language][number]["paragraphs"], worded["paragraphs"], strict=True
        ):
            for qa, question in zip(paragraph["qas"], other["qas"], strict=True):
                answer = qa["answers"][0]
                start = len(text) + answer["answer_start"]
                end = start + len(answer["text"])
                asked.append(Asked(question["question"], language, number, start, end))
            text += paragraph["context"] + "\n\n"
        content = f"---\nlanguage: {language}\n---\n{text}"
        (folder / f"{number}.txt").write_text(content, encoding="utf-8")
    return asked


def _no_centres(snapshot: Snapshot) -> dict[str, Centre]:
    """None to speak of."""
    return {
        name: Centre(np.zeros_like(centre.passages), np.zeros_like(centre.sentences))
        for name, centre in snapshot.centres.items()
    }


if __name__ == "__main__":
    main()
