"""What passes for a gist, floor by floor:

    python -m benchmarks.fit_gist DATA_FOLDER [--lines N] [--write]

Takes lines of news that the small translator was not trained on (NTREX-128's 800 to 999 in
DATA_FOLDER/parallel), between German and English, and prints how much of what it says passes the
checks, the mean chrF of that and of the rest (Popović 2015, sacrebleu), how many of the lines' own
translations pass, and of these with one thing made wrong (`benchmarks.corruptions`). The floor of
closeness is the highest that leaves 65 % of what is translated into English, chosen on every other
line and measured on the rest.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sacrebleu import sentence_chrf
from tqdm import tqdm

from benchmarks.corruptions import corrupted, names_in
from index import Settings, open_embedder
from qa.gist.checked import best_translation
from qa.gist.checking import gives_parts_exchanged, says_the_same
from qa.gist.small_translator import SmallTranslator
from qa.writing import Support
from training.translator.pairs import measured_lines

_PAIRS = (("de", "en"), ("en", "de"))
_FLOORS = (0.84, 0.86, 0.87, 0.88, 0.89, 0.9, 0.91, 0.92)
_KEPT_AT_LEAST = 0.65
_OWN, _RIGHT = "what the small model says", "right"
_FLOORS_FILE = Path(__file__).parent.parent / "qa" / "gist" / "gist.json"


@dataclass(frozen=True, slots=True)
class Case:
    """:param kind: `_RIGHT`, `_OWN`, or what was made wrong.
    :param closeness: to the original; -1 where something else is wrong.
    :param chrf: against the line's own translation.
    """

    line: int
    pair: tuple[str, str]
    kind: str
    closeness: float
    chrf: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="replace the floor in gist.json")
    options = parser.parse_args()
    support = Support(open_embedder())
    with ThreadPoolExecutor(len(_PAIRS)) as both:
        made = both.map(lambda pair: _cases(options.data, pair, options.lines, support), _PAIRS)
        cases = [case for of_pair in made for case in of_pair]
    own = [c for c in cases if c.kind == _OWN and c.pair[1] == "en" and c.line % 2 == 0]
    enough = [f for f in _FLOORS if _share(own, f) >= _KEPT_AT_LEAST]
    chosen = max(enough, default=_FLOORS[0])
    measured = [case for case in cases if case.line % 2]
    for pair in _PAIRS:
        print(f"{pair[0]}→{pair[1]}")
        _tell([case for case in measured if case.pair == pair])
    print(f"chosen: {chosen}")
    if options.write:
        content = json.loads(_FLOORS_FILE.read_text(encoding="utf-8")) | {"closeness": chosen}
        _FLOORS_FILE.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _cases(data: Path, pair: tuple[str, str], lines: int, support: Support) -> list[Case]:
    source, target = pair
    small = SmallTranslator(Settings().cache_dir, timeout=120)
    originals, parallels = (measured_lines(data, language) for language in pair)
    names = [name for line in parallels for name in names_in(line)]
    cases = []
    for at in tqdm(range(lines), desc=f"{source}→{target}", disable=None):
        original, parallel = originals[at], parallels[at]
        _, said = best_translation(small, original, source, target, support)
        texts = {_RIGHT: parallel, _OWN: said, **corrupted(parallel, target, names)}
        for kind, text in texts.items():
            closeness = -1.0
            if says_the_same(text, original, source, target, support) and not gives_parts_exchanged(
                text, original, support
            ):
                closeness = support.similarity(text, original)
            cases.append(Case(at, pair, kind, closeness, sentence_chrf(text, [parallel]).score))
    small.model.close()
    return cases


def _tell(cases: list[Case]) -> None:
    kinds = dict.fromkeys(case.kind for case in cases)
    own = [case for case in cases if case.kind == _OWN]
    print(f"  chrF of all {np.mean([case.chrf for case in own]):.1f}")
    for floor in _FLOORS:
        kept = [case.chrf for case in own if case.closeness >= floor]
        dropped = [case.chrf for case in own if case.closeness < floor]
        shares = (
            f"{kind} {_share(of, floor):.2f} of {len(of)}"
            for kind in kinds
            if (of := [case for case in cases if case.kind == kind])
        )
        print(
            f"  floor {floor:.2f}: chrF of kept {np.mean(kept or [np.nan]):.1f}, of dropped "
            f"{np.mean(dropped or [np.nan]):.1f}; pass: {', '.join(shares)}"
        )


def _share(cases: list[Case], floor: float) -> float:
    return float(np.mean([case.closeness >= floor for case in cases] or [False]))


if __name__ == "__main__":
    main()
