"""Fits the floors of qa/support.json for written answers:

    python -m benchmarks.fit_support DATA_FOLDER [--write]

From the parallel sentences of XQuAD (xquad-dev.LANG.json in DATA_FOLDER): a sentence, or a clause
of one, is supported by its parallel in another language, and not by the other sentences of that
paragraph. Names are held if they stand in the parallel, and are not if another sentence's name has
taken their place. The floors are where 5 % of what is supported fails; half of the sentences fit,
the other half says how well.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.parallel import Pair, read_pairs
from index import Embedder, Settings
from index.stop_words import content_words
from qa.support import Support
from qa.words import is_written, vocabulary

_PAIRS = (("en", "de"), ("de", "en"), ("en", "es"), ("es", "en"))
_SENTENCES = 400
_FAIL = 0.05
_NAMES_FAIL = {"de": 0.08, "other": 0.05}  # in German most of what looks like a name is none
_WEIGHTS = Path(__file__).parent.parent / "qa" / "support.json"


@dataclass(frozen=True)
class Compared:
    """A claim against a source.

    :param features: closeness of tokens, and cosine.
    """

    features: tuple[float, float]
    supported: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace qa/support.json")
    options = parser.parse_args()
    support = Support(Embedder.load(Settings()))
    rng = random.Random(0)
    halves: tuple[list[Compared], list[Compared]] = ([], [])
    by_pair, names = {}, {}
    for source, target in _PAIRS:
        pairs = read_pairs(options.data, source, target, _SENTENCES)
        half = len(pairs) // 2
        fitted, held_out = (_compared(p, support, rng) for p in (pairs[:half], pairs[half:]))
        halves[0].extend(fitted)
        halves[1].extend(held_out)
        by_pair[source, target] = held_out
        names[source, target] = _names(pairs, source, support, rng)
    model = LogisticRegression(C=1e4, max_iter=2_000).fit(*_arrays(halves[0]))
    weights, scores = model.coef_[0] * _SCALE, model.decision_function(_arrays(halves[0])[0])
    supported = np.array([c.supported for c in halves[0]])
    floor = float(np.quantile(scores[supported], _FAIL)) - float(model.intercept_[0])
    for (source, target), compared in by_pair.items():
        features, holds = _arrays(compared)
        score = model.decision_function(features) - model.intercept_[0]
        print(
            f"{source}→{target}: {sum(holds)} supported, {sum(~holds)} not; AUROC "
            f"{roc_auc_score(holds, score):.3f}, tokens alone "
            f"{roc_auc_score(holds, features[:, 0]):.3f}, cosine alone "
            f"{roc_auc_score(holds, features[:, 1]):.3f}; supported that fail "
            f"{np.mean(score[holds] < floor):.3f}, others that fail "
            f"{np.mean(score[~holds] < floor):.3f}"
        )
    floors = {}
    for kind in ("de", "other"):
        held = [n for (s, _), (n, _) in names.items() if (s == "de") == (kind == "de")]
        floors[kind] = float(np.quantile(np.concatenate(held), _NAMES_FAIL[kind]))
    for (source, target), (held, swapped) in names.items():
        name_floor = floors["de" if source == "de" else "other"]
        print(
            f"names {source}→{target}: sentences that fail {np.mean(held < name_floor):.3f}, "
            f"with a name exchanged {np.mean(swapped < name_floor):.3f}"
        )
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    content["support"] = {
        "tokens": round(float(weights[0]), 1),
        "cosine": round(float(weights[1]), 1),
        "floor": round(floor, 2),
    }
    content["names"] = {kind: round(value, 3) for kind, value in floors.items()}
    print(json.dumps(content))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


_SCALE = 10  # cosines differ by hundredths


def _compared(pairs: list[Pair], support: Support, rng: random.Random) -> list[Compared]:
    compared = []
    for pair in pairs:
        for claim in (pair.text, *rng.sample(clauses := _clauses(pair.text), min(1, len(clauses)))):
            others = rng.sample(pair.others, min(2, len(pair.others)))
            for source in (pair.parallel, *others):
                features = support.features(claim, source)
                compared.append(Compared(features, source == pair.parallel))
    return compared


def _clauses(sentence: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"[,;:()–—]| and | und | y ", sentence))
    return [part for part in parts if 5 <= len(part.split()) <= 14]


def _arrays(compared: list[Compared]) -> tuple[np.ndarray, np.ndarray]:
    features = np.array([c.features for c in compared]) * _SCALE
    return features, np.array([c.supported for c in compared])


def _names(
    pairs: list[Pair], language: str, support: Support, rng: random.Random
) -> tuple[np.ndarray, np.ndarray]:
    """The least closeness of a sentence's names to its parallel, 1 where all are written there; and
    the same with another sentence's name in the place of one of them."""
    all_names = [name[0] for pair in pairs for name in _names_of(pair.text, language)]
    held, swapped = [], []
    for pair in pairs:
        held.append(_least(pair.text, pair.parallel, language, support))
        if names := _names_of(pair.text, language):
            name, other = rng.choice(names), rng.choice(all_names)
            if not is_written(other, vocabulary(pair.parallel)):
                changed = pair.text[: name.start()] + other + pair.text[name.end() :]
                swapped.append(_least(changed, pair.parallel, language, support))
    return np.array(held), np.array(swapped)


def _least(claim: str, source: str, language: str, support: Support) -> float:
    written = vocabulary(source)
    unwritten = [n for n in _names_of(claim, language) if not is_written(n[0], written)]
    return min((support.closeness(claim, n.span(), source) for n in unwritten), default=1.0)


def _names_of(text: str, language: str) -> list[re.Match[str]]:
    return [
        word
        for word in content_words(text, language)
        if word[0][0].isupper() and not any(c.isdigit() for c in word[0])
    ]


if __name__ == "__main__":
    main()
