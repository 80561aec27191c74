"""Fits the floor of gists in qa/writing/support.json:

    python -m benchmarks.fit_gist DATA_FOLDER [--sentences N] [--llm MODEL] [--write]

Translates sentences of XQuAD (xquad-dev.LANG.json in DATA_FOLDER), compares the translations with
the parallel sentences by chrF (Popović 2015, sacrebleu), and prints how much of them is kept and
how good what is kept and what is dropped is, floor by floor. The floor is where the mean chrF of
the kept exceeds that of the dropped most, among those that keep six tenths of what is translated
into English.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from sacrebleu import sentence_chrf
from tqdm import tqdm

from benchmarks.parallel import read_pairs
from index import open_embedder
from qa.gist import open_translator
from qa.gist.checking import says_the_same
from qa.llm import LLMSettings, open_llm
from qa.writing import Support

_PAIRS = (("de", "en"), ("es", "en"), ("en", "de"), ("en", "es"))
_FLOORS = (0.0, 0.84, 0.86, 0.87, 0.88, 0.89, 0.9, 0.91, 0.92)
_KEPT_AT_LEAST = 0.6
_WEIGHTS = Path(__file__).parent.parent / "qa" / "writing" / "support.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=250)
    parser.add_argument("--llm", default="none")
    parser.add_argument(
        "--write", action="store_true", help="replace the floor in qa/writing/support.json"
    )
    options = parser.parse_args()
    settings = LLMSettings.read(options.llm)
    llm = open_llm(settings)
    translator = open_translator(settings, (lambda: llm) if llm is not None else None)
    support = Support(open_embedder())
    into_english = []
    for source, target in _PAIRS:
        rows, seconds = [], []
        pairs = read_pairs(options.data, source, target, options.sentences)
        for pair in tqdm(pairs, desc=f"{source}→{target}", leave=False, disable=None):
            started = time.perf_counter()
            gist = translator.translate(pair.text, source, target)
            seconds.append(time.perf_counter() - started)
            facts = says_the_same(gist, pair.text, source, target, support)
            chrf = sentence_chrf(gist, [pair.parallel]).score
            rows.append((chrf, support.similarity(gist, pair.text) if facts else -1.0))
        result = np.array(rows)
        print(
            f"{source}→{target}: {len(rows)} sentences, chrF {result[:, 0].mean():.1f}, "
            f"{np.median(seconds):.2f} s each (median)"
        )
        for floor in _FLOORS:
            print(f"  floor {floor:.2f}: {_told(*_split(result, floor))}")
        if target == "en":
            into_english.append(result)
    result = np.concatenate(into_english)
    chosen = max(
        (f for f in _FLOORS if _split(result, f)[0] >= _KEPT_AT_LEAST),
        key=lambda f: _split(result, f)[1] - _split(result, f)[2],
    )
    print(f"into English: floor {chosen:.2f}: {_told(*_split(result, chosen))}")
    if options.write:
        content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
        content["gist"] = {"floor": chosen}
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _split(result: np.ndarray, floor: float) -> tuple[float, float, float]:
    """The share that is kept, and the chrF of what is kept and of what is dropped."""
    kept = result[:, 1] >= floor

    def mean(part: np.ndarray) -> float:
        return float(result[part, 0].mean()) if part.any() else float("nan")

    return float(kept.mean()), mean(kept), mean(~kept)


def _told(share: float, kept: float, dropped: float) -> str:
    return f"kept {share:.2f}, chrF of kept {kept:.1f}, of dropped {dropped:.1f}"


if __name__ == "__main__":
    main()
