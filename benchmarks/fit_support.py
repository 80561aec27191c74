"""Fits the floors of qa/writing/support.json for written answers:

    python -m benchmarks.fit_support DATA_FOLDER [--write]

From the parallel sentences of XQuAD (xquad-dev.LANG.json in DATA_FOLDER): a sentence, or a clause
of one, is supported by its parallel in another language, and not by the other sentences of that
paragraph. A clause of a sentence is held if the parallel says it, and is not if it was grafted on
from another sentence. Names are held if they stand in the parallel, and are not if another
sentence's name has taken their place. The floors are where 5 % of what is supported fails; half of
the sentences fit, the other half says how well.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.parallel import Pair, read_pairs
from index import open_embedder
from index.text import Word, content_words, is_written, vocabulary
from qa.writing.support import Support, clauses

Pairs = dict[tuple[str, str], list[Pair]]

_PAIRS = (("en", "de"), ("de", "en"), ("en", "es"), ("es", "en"))
_SENTENCES = 400
_FAIL = 0.05
_NAMES_FAIL = {"de": 0.08, "other": 0.05}  # in German most of what looks like a name is none
_PART = re.compile(r"\s*[,;:()–—]\s*| and | und | y ")
_WEIGHTS = Path(__file__).parent.parent / "qa" / "writing" / "support.json"


@dataclass(frozen=True)
class Score:
    """Log-odds that a source says a claim, 0 at the floor."""

    tokens: float
    cosine: float
    floor: float

    def of(self, features: np.ndarray) -> np.ndarray:
        """:param features: (claims, 2), as `Support.features` gives them."""
        return features @ np.array([self.tokens, self.cosine]) - self.floor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace qa/writing/support.json")
    options = parser.parse_args()
    support = Support(open_embedder())
    pairs = {(s, t): read_pairs(options.data, s, t, _SENTENCES) for s, t in _PAIRS}
    score = _fit_score(pairs, support)
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    content["support"] = {
        "tokens": round(score.tokens, 1),
        "cosine": round(score.cosine, 1),
        "floor": round(score.floor, 2),
        "clause_floor": round(_fit_clauses(pairs, support, score), 2),
    }
    content["names"] |= {k: round(v, 3) for k, v in _fit_names(pairs, support).items()}
    print(json.dumps(content))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _fit_score(pairs: Pairs, support: Support) -> Score:
    """On the first half of each language's sentences; says how well on the second half."""
    rng = random.Random(0)
    halves: tuple[list, list] = ([], [])
    for both in pairs.values():
        half = len(both) // 2
        for place, part in enumerate((both[:half], both[half:])):
            halves[place].append(_compared(part, support, rng))
    features, holds = (np.concatenate(parts) for parts in zip(*halves[0], strict=True))
    # Cosines differ by hundredths: scaled, else the regression's penalty would keep weights small.
    weights = LogisticRegression(C=1e4, max_iter=2_000).fit(features * 10, holds).coef_[0] * 10
    floor = float(np.quantile(features[holds] @ weights, _FAIL))
    score = Score(float(weights[0]), float(weights[1]), floor)
    for (source, target), (features, holds) in zip(pairs, halves[1], strict=True):
        scores = score.of(features)
        areas = (roc_auc_score(holds, by) for by in (scores, features[:, 0], features[:, 1]))
        print(
            f"{source}→{target}: {sum(holds)} supported, {sum(~holds)} not; AUROC "
            f"{next(areas):.3f}, tokens alone {next(areas):.3f}, cosine alone {next(areas):.3f}; "
            f"supported that fail {np.mean(scores[holds] < 0):.3f}, "
            f"others that fail {np.mean(scores[~holds] < 0):.3f}"
        )
    return score


def _compared(
    pairs: list[Pair], support: Support, rng: random.Random
) -> tuple[np.ndarray, np.ndarray]:
    """Features of sentences and parts of them against sources, and whether these support them."""
    features, holds = [], []
    for pair in pairs:
        parts = [part for part in _PART.split(pair.text) if 5 <= len(part.split()) <= 14]
        for claim in (pair.text, *rng.sample(parts, min(1, len(parts)))):
            for source in (pair.parallel, *rng.sample(pair.others, min(2, len(pair.others)))):
                features.append(support.features(claim, source))
                holds.append(source == pair.parallel)
    return np.array(features), np.array(holds)


def _fit_clauses(pairs: Pairs, support: Support, score: Score) -> float:
    """On the first half of each language's sentences; says how well on the second half."""
    rng = random.Random(0)
    first, second = {}, {}
    for languages, both in pairs.items():
        half = len(both) // 2
        first[languages] = _weakest_clauses(both[:half], support, score)
        second[languages] = both[half:]
    floor = float(np.quantile(np.concatenate(list(first.values())), _FAIL))
    for (source, target), both in second.items():
        grafted = [
            replace(pair, text=f"{pair.text.rstrip('.')}, {rng.choice(others)}.")
            for pair in both
            if (others := clauses(rng.choice(both).text))
        ]
        whole = score.of(np.array([support.features(p.text, p.parallel) for p in grafted]))
        weakest = _weakest_clauses(grafted, support, score)
        print(
            f"clauses {source}→{target}: sentences that fail by one "
            f"{np.mean(_weakest_clauses(both, support, score) < floor):.3f}, with one grafted on "
            f"{np.mean(weakest < floor):.3f} (as a whole {np.mean(whole < 0):.3f})"
        )
    return floor


def _weakest_clauses(pairs: list[Pair], support: Support, score: Score) -> np.ndarray:
    """The lowest score of each sentence's clauses; that of the sentence where it has none."""
    return np.array(
        [
            score.of(
                np.array([support.features(c, p.parallel) for c in clauses(p.text) or [p.text]])
            ).min()
            for p in pairs
        ]
    )


def _fit_names(pairs: Pairs, support: Support) -> dict[str, float]:
    rng = random.Random(0)
    found = {
        languages: _names(both, languages[0], support, rng) for languages, both in pairs.items()
    }
    floors = {}
    for kind, fail in _NAMES_FAIL.items():
        held = [n for (s, _), (n, _) in found.items() if (s == "de") == (kind == "de")]
        floors[kind] = float(np.quantile(np.concatenate(held), fail))
    for (source, target), (least, swapped) in found.items():
        floor = floors["de" if source == "de" else "other"]
        print(
            f"names {source}→{target}: sentences that fail {np.mean(least < floor):.3f}, "
            f"with a name exchanged {np.mean(swapped < floor):.3f}"
        )
    return floors


def _names(
    pairs: list[Pair], language: str, support: Support, rng: random.Random
) -> tuple[np.ndarray, np.ndarray]:
    """The least closeness of a sentence's names to its parallel, 1 where all are written there; and
    the same with another sentence's name in the place of one of them."""
    all_names = [name.text for pair in pairs for name in _names_of(pair.text, language)]
    held, swapped = [], []
    for pair in pairs:
        held.append(_least(pair.text, pair.parallel, language, support))
        if names := _names_of(pair.text, language):
            name, other = rng.choice(names), rng.choice(all_names)
            if not is_written(other, vocabulary(pair.parallel)):
                changed = pair.text[: name.start] + other + pair.text[name.end :]
                swapped.append(_least(changed, pair.parallel, language, support))
    return np.array(held), np.array(swapped)


def _least(claim: str, source: str, language: str, support: Support) -> float:
    written = vocabulary(source)
    unwritten = [n for n in _names_of(claim, language) if not is_written(n.text, written)]
    return min((support.closeness(claim, n.span, source) for n in unwritten), default=1.0)


def _names_of(text: str, language: str) -> list[Word]:
    return [
        word
        for word in content_words(text, language)
        if word.text[0].isupper() and not any(c.isdigit() for c in word.text)
    ]


if __name__ == "__main__":
    main()
