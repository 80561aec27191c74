"""Fits qa/finding/reader/weighing.json and qa/finding/reading.json:

    python -m benchmarks.fit_reading DATA_FOLDER [--limit N] [--fold 0/3] [--write]

Questions that the reader has not seen (benchmarks.unseen), natural ones in the articles' language
and parallel ones across languages, are asked of an archive that answers them, of the same without
the article that does (far), and of the same with the sentence that does cut out of its passage
(near). Two weights rank: the search's score and the reader's odds. The features of
qa.finding.confidence tell how likely the first quote answers. Figures are cross-validated by
article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from benchmarks.conditional_logit import mean_loss
from benchmarks.unseen import UnseenQuestion, natural_questions, parallel_questions
from index import Archive, Candidate, Settings, open_embedder
from qa.evaluation.cached_embedder import CachedEmbedder
from qa.finding import Reader, open_reader, stages
from qa.finding.confidence import answer_features
from qa.finding.stages import run

_ROOT = Path(__file__).parent.parent / "qa" / "finding"
_KINDS = ("answerable", "near", "far")
_FOLDS = 8
# Of what the first quote answers this much may be refused. One that is more than twice as likely
# wrong as right is shown with a doubt: a doubt too many costs its reader less than a wrong answer.
_REFUSED, _LIKELY, _CERTAIN = 0.03, 0.3, 0.85
_SURE_OF_WORDS = 0.8  # of the words that are pointed at so many have to overlap the answer


@dataclass(frozen=True)
class Case:
    """A question asked of one archive.

    :param candidates: with the search's scores and the reader's odds, in any order.
    :param right: bool, (candidates,): whether it holds the answer.
    """

    kind: str
    archive: Archive
    asked: UnseenQuestion
    candidates: Sequence[Candidate]
    right: np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=150, help="of questions from each set")
    parser.add_argument("--fold", default="0/3", help="what the reader's training held out")
    parser.add_argument("--write", action="store_true", help="replace the two files")
    options = parser.parse_args()
    settings = Settings(fast=False)
    reader = open_reader(settings)
    assert reader is not None
    embedder = CachedEmbedder.between_runs(open_embedder(settings), settings)
    fold, folds = map(int, options.fold.split("/"))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        natural = natural_questions(options.data, Path(one), embedder, options.limit)
        parallel = parallel_questions(
            options.data, Path(other), embedder, options.limit, fold, folds
        )
        cases = [
            case
            for archive, questions in (natural, parallel)
            for asked in tqdm(questions, desc="asking")
            for case in _ask(archive, reader, asked)
        ]
        weights = _fit_ranking([case for case in cases if case.kind == "answerable"])
        _print_hits(cases, weights)
        model = _fit_confidence(cases, weights)
    weighing = {
        "search": round(float(weights[0]), 4),
        "odds": round(float(weights[1]), 4),
        "quote_margin": json.loads((_ROOT / "reader" / "weighing.json").read_text())[
            "quote_margin"
        ],
        "short_answer": _sure_of_words(cases, weights),
    }
    for path, content in (
        (_ROOT / "reader" / "weighing.json", weighing),
        (_ROOT / "reading.json", model),
    ):
        print(path.name, json.dumps(content, indent=2))
        if options.write:
            path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _ask(archive: Archive, reader: Reader, asked: UnseenQuestion) -> list[Case]:
    snapshot = archive.current()
    *search, read = stages(snapshot, archive.embedder, reader)
    ranked = run(asked.question, search)
    found = _with_search_scores(ranked, read(asked.question, ranked))
    elsewhere = [c for c in ranked if c.sentence.article_id != asked.article_id]
    far = _with_search_scores(elsewhere, read(asked.question, elsewhere))
    right = np.array([asked.is_answered_in(c.sentence) for c in found])
    cases = [
        Case("answerable", archive, asked, found, right),
        Case("far", archive, asked, far, np.zeros(len(far), dtype=bool)),
    ]
    if right.any() and not right.all():
        title = snapshot.article(asked.article_id).title
        near = _without_sentence(found, right, reader, asked, title)
        cases.append(Case("near", archive, asked, near, np.zeros(len(near), dtype=bool)))
    return [case for case in cases if case.candidates]


def _with_search_scores(ranked: Sequence[Candidate], read: Sequence[Candidate]) -> list[Candidate]:
    scores = {candidate.sentence.id: candidate.score for candidate in ranked}
    return [replace(c, score=scores[c.sentence.id]) for c in read if c.answer is not None]


def _without_sentence(
    found: Sequence[Candidate],
    right: np.ndarray,
    reader: Reader,
    asked: UnseenQuestion,
    title: str,
) -> list[Candidate]:
    """The candidates but those that answer, with the odds of their passages without those."""
    cut = {c.passage.id for c, is_right in zip(found, right, strict=True) if is_right}
    left = [c for c, is_right in zip(found, right, strict=True) if not is_right]
    near = [candidate for candidate in left if candidate.passage.id not in cut]
    for passage_id in sorted(cut):
        kept = [candidate for candidate in left if candidate.passage.id == passage_id]
        kept.sort(key=lambda candidate: candidate.sentence.start)
        text, places = "", []
        for candidate in kept:
            places.append((len(text), len(text) + len(candidate.sentence.text)))
            text += candidate.sentence.text + " "
        if not kept:
            continue
        (read,) = reader.read(asked.question.standalone, [(title, text)])
        for candidate, place in zip(kept, places, strict=True):
            span = read.best(*place)
            if span is not None and candidate.answer is not None:
                answer = replace(candidate.answer, odds=span.odds)
                without = replace(candidate.passage, text=text)
                near.append(replace(candidate, answer=answer, passage=without))
    return near


def _rows(case: Case) -> np.ndarray:
    """(candidates, 2): the search's score and the odds of each."""
    return np.array([(c.score, c.answer.odds) for c in case.candidates if c.answer is not None])


def _fit_ranking(cases: list[Case]) -> np.ndarray:
    lists = [(_rows(case), case.right) for case in cases if case.right.any()]
    return minimize(mean_loss, np.array([1.0, 0.3]), args=(lists,), jac=True).x


def _order(case: Case, weights: np.ndarray) -> np.ndarray:
    return np.argsort(-(_rows(case) @ weights), kind="stable")


def _print_hits(cases: list[Case], weights: np.ndarray) -> None:
    for source in sorted({case.asked.source for case in cases}):
        of_source = [c for c in cases if c.asked.source == source and c.kind == "answerable"]
        told = []
        for name, by in (
            ("search", np.array([1.0, 0.0])),
            ("reader", np.array([0.0, 1.0])),
            ("both", weights),
        ):
            ranked = [case.right[_order(case, by)] for case in of_source]
            first = np.mean([right[0] for right in ranked])
            three = np.mean([right[:3].any() for right in ranked])
            told.append(f"{name} {first:.3f} {three:.3f}")
        print(f"{source:10}{len(of_source):5}  first, in first three: {', '.join(told)}")


def _fit_confidence(cases: list[Case], weights: np.ndarray) -> dict:
    features, right = [], []
    for case in cases:
        scores = _rows(case) @ weights
        order = np.argsort(-scores, kind="stable")
        scored = [replace(case.candidates[i], score=float(scores[i])) for i in order]
        article = case.archive.current().article(scored[0].sentence.article_id)
        features.append(answer_features(case.asked.question, scored, article))
        right.append(bool(case.right[order[0]]))
    names = list(features[0])
    table = np.array([[told[name] for name in names] for told in features])
    answers = np.array(right)
    kinds = np.array([case.kind for case in cases])
    weight = np.where(kinds == "answerable", 1.0, 0.5)
    groups = [case.asked.article_id for case in cases]
    held_out = np.zeros(len(cases))
    for rows, others in GroupKFold(_FOLDS).split(table, groups=groups):
        fitted = LogisticRegression().fit(table[rows], answers[rows], weight[rows])
        held_out[others] = fitted.predict_proba(table[others])[:, 1]
    answerable = held_out[kinds == "answerable"]
    answered = held_out[(kinds == "answerable") & answers]
    threshold = float(np.quantile(answered, _REFUSED))
    for kind in _KINDS[1:]:
        scores = held_out[kinds == kind]
        area = roc_auc_score(
            np.r_[np.ones(len(answerable)), np.zeros(len(scores))], np.r_[answerable, scores]
        )
        print(f"{kind:10} AUROC {area:.3f}  refused {(scores < threshold).mean():.3f}, "
              f"refused or doubted {(scores < _LIKELY).mean():.3f}")  # fmt: skip
    for name, scores in (("answerable", answerable), ("… first quote right", answered)):
        print(f"{name} refused {(scores < threshold).mean():.3f}, "
              f"refused or doubted {(scores < _LIKELY).mean():.3f}")  # fmt: skip
    for low, high in ((0.0, threshold), (threshold, _LIKELY), (_LIKELY, _CERTAIN), (_CERTAIN, 1.0)):
        inside = (held_out >= low) & (held_out <= high)
        print(f"confidence {low:.2f} to {high:.2f}: {inside.sum()} cases, "
              f"{answers[inside].mean():.2f} right")  # fmt: skip
    fitted = LogisticRegression().fit(table, answers, weight)
    return {
        "intercept": round(float(fitted.intercept_[0]), 4),
        "weights": {
            name: round(float(weight), 4)
            for name, weight in zip(names, fitted.coef_[0], strict=True)
        },
        "threshold": round(threshold, 3),
        "likely": _LIKELY,
        "certain": _CERTAIN,
    }


def _sure_of_words(cases: list[Case], weights: np.ndarray) -> float:
    """The odds from which on so many of the words pointed at overlap the answer."""
    pointed = []
    for case in cases:
        first = case.candidates[_order(case, weights)[0]]
        if case.kind == "answerable" and first.answer is not None:
            of_article = first.sentence.article_id == case.asked.article_id
            overlaps = first.answer.start < case.asked.end and case.asked.start < first.answer.end
            pointed.append((first.answer.odds, of_article and overlaps))
    pointed.sort(reverse=True)
    shares = np.cumsum([right for _, right in pointed]) / np.arange(1, len(pointed) + 1)
    enough = np.flatnonzero(shares >= _SURE_OF_WORDS)
    place = enough[-1] if len(enough) else 0
    print(f"words pointed at: {place + 1} of {len(pointed)}, {shares[place]:.3f} overlap")
    return round(float(pointed[place][0]), 2)


if __name__ == "__main__":
    main()
