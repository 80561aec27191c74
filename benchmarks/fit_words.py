"""Fits how close the words of a written sentence have to come to its quote, in
qa/writing/support.json:

    python -m benchmarks.fit_words DATA_FOLDER [--write]

From the words of half of XQuAD's parallel sentences (xquad-dev.LANG.json in DATA_FOLDER), and of
the right claims in the development half of tests/data/exchanged_verbs.json: a word is far from all
of its right source in 3 % of sentences, whatever their length. Says how many right sentences of the
other half fail by it, and, for each half of the exchanged verbs, how many claims pass all checks,
right ones and those with a verb exchanged. The measured half is fitted on by nothing.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.parallel import read_pairs
from index import open_embedder
from qa.writing.support import Support

_PAIRS = (("en", "de"), ("de", "en"), ("en", "es"), ("es", "en"))
_SENTENCES = 400
_FAIL = 0.03
_COUNTS = np.arange(1, 13)  # of words in a sentence
_ROOT = Path(__file__).parent.parent
_WEIGHTS = _ROOT / "qa" / "writing" / "support.json"
_VERBS = _ROOT / "tests" / "data" / "exchanged_verbs.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace qa/writing/support.json")
    options = parser.parse_args()
    support = Support(open_embedder())
    verbs = json.loads(_VERBS.read_text(encoding="utf-8"))
    first, second = [], {}
    for source, target in _PAIRS:
        found = [
            support.word_closenesses(pair.text, source, pair.parallel, target)
            for pair in read_pairs(options.data, source, target, _SENTENCES)
        ]
        first += found[: len(found) // 2]
        second[source, target] = found[len(found) // 2 :]
    for pair in verbs["development"]:
        first.append(support.word_closenesses(*_texts(pair, "faithful")))
    words = np.concatenate(first)
    by_count, floor = np.polyfit(
        np.log(_COUNTS), [np.quantile(words, _FAIL / count) for count in _COUNTS], 1
    )
    model = {"floor": round(float(floor), 3), "by_log_count": round(float(by_count), 4)}
    for (source, target), found in second.items():
        print(
            f"{source}→{target}: right sentences that fail by a word {_failing(found, model):.3f}"
        )
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    content["words"] = model
    print(json.dumps(model))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for half, pairs in verbs.items():
        for kind in ("faithful", "exchanged"):
            before = [_holds(pair, kind, support) for pair in pairs]
            now = [
                held and not _failing([support.word_closenesses(*_texts(pair, kind))], model)
                for held, pair in zip(before, pairs, strict=True)
            ]
            print(
                f"{half}, {len(pairs)} {kind}: pass {np.mean(now):.3f}, "
                f"without the check of words {np.mean(before):.3f}"
            )


def _texts(pair: dict[str, str], kind: str) -> tuple[str, str, str, str]:
    return pair[kind], pair["claim_language"], pair["quote"], pair["quote_language"]


def _holds(pair: dict[str, str], kind: str, support: Support) -> bool:
    claim, language, quote, quote_language = _texts(pair, kind)
    missing = support.missing(claim, language, quote, quote_language)
    return not missing and support.holds(claim, quote)


def _failing(found: list[list[float]], model: dict[str, float]) -> float:
    floors = [model["floor"] + model["by_log_count"] * np.log(max(1, len(f))) for f in found]
    return float(
        np.mean([min(f, default=1.0) < floor for f, floor in zip(found, floors, strict=True)])
    )


if __name__ == "__main__":
    main()
