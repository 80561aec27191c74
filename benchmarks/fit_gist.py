"""Fits what decides on gists, qa/gist/gist.json:

    python -m benchmarks.fit_gist DATA_FOLDER [--lines N] [--write]

Takes lines of news that the small translator was not trained on (NTREX-128's 800 to 999 in
DATA_FOLDER/parallel), between German and English. Right are the lines' own translations; wrong are
these with one thing made wrong (`benchmarks.corruptions`); of what the small translator says, right
is what has a chrF of 55 or more (Popović 2015, sacrebleu), wrong what has less than 40. Fitted on
every other line, measured on the rest: how much of either passes, and how good the translations are
that pass and that do not. The threshold is where a tenth of the wrong ones passes.
"""

from __future__ import annotations

import argparse
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sacrebleu import sentence_chrf
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from benchmarks.corruptions import corrupted, names_in
from index import Settings, open_embedder
from qa.gist.checking import Features, against_usual, features, says_the_same
from qa.gist.small_translator import LANGUAGES, SmallTranslator
from qa.writing import Support
from training.translator.pairs import measured_lines

_PAIRS = (("de", "en"), ("en", "de"))
_RIGHT, _WRONG = 55.0, 40.0  # chrF
_PASSING = 0.1  # of the wrong ones
_USUAL = 16  # lines, the last ones, that say how likely right translations into a language are
_KINDS = 2  # of what can be made wrong, a line
_OWN, _MADE = "what the small model says", "right"
_WEIGHTS = Path(__file__).parent.parent / "qa" / "gist" / "gist.json"
_SETS = {
    "judged": ("closeness", "weakest", "negation", "forth", "back"),
    "unjudged": ("closeness", "weakest", "negation"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """:param kind: `_MADE`, `_OWN`, or what was made wrong.
    :param of: what tells right from wrong; None where numbers, names or language are other ones.
    :param chrf: against the line's own translation.
    """

    line: int
    pair: tuple[str, str]
    kind: str
    of: Features | None
    chrf: float

    @property
    def right(self) -> bool | None:
        """None where nobody knows."""
        if self.kind != _OWN:
            return self.kind == _MADE
        return True if self.chrf >= _RIGHT else False if self.chrf < _WRONG else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--lines", type=int, default=120)
    parser.add_argument("--write", action="store_true", help="replace qa/gist/gist.json")
    options = parser.parse_args()
    support = Support(open_embedder())
    with ThreadPoolExecutor(len(_PAIRS)) as both:
        usual = dict(both.map(lambda name: _usual(options.data, name), sorted(LANGUAGES)))
        made = both.map(lambda pair: _cases(options.data, pair, options.lines, support), _PAIRS)
        cases = [case for of_pair in made for case in of_pair]
    models = {name: _fitted(cases, names, usual) for name, names in _SETS.items()}
    for name, model in models.items():
        print(f"{name}: {json.dumps(model)}")
        _tell([case for case in cases if case.line % 2], model, usual)
    if options.write:
        content = {"usual": usual, **models}
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _usual(data: Path, target: str) -> tuple[str, float]:
    """The likelihood of right translations into a language, from English, or from German into
    that."""
    source = "de" if target == "en" else "en"
    small = _small()
    pairs = zip(measured_lines(data, source), measured_lines(data, target), strict=True)
    found = [small.likelihood(*pair, source, target) for pair in [*pairs][-_USUAL:]]
    small.model.close()
    return target, round(float(np.mean(found)), 3)


def _cases(data: Path, pair: tuple[str, str], lines: int, support: Support) -> list[Case]:
    source, target = pair
    small = _small()
    originals, parallels = (measured_lines(data, language) for language in pair)
    names = [name for line in parallels for name in names_in(line)]
    cases = []
    chosen = np.linspace(0, len(originals) - _USUAL - 1, lines).astype(int)
    for number, at in enumerate(tqdm(chosen, desc=f"{source}→{target}", disable=None)):
        original, parallel = originals[at], parallels[at]
        texts = {_MADE: parallel, _OWN: small.translate(original, source, target)}
        wrong = corrupted(parallel, target, names)
        texts |= dict(random.Random(original).sample([*wrong.items()], min(_KINDS, len(wrong))))
        for kind, text in texts.items():
            same = says_the_same(text, original, source, target, support)
            of = features(text, original, source, target, support, small) if same else None
            chrf = sentence_chrf(text, [parallel]).score
            cases.append(Case(number, pair, kind, of, chrf))
    small.model.close()
    return cases


def _small() -> SmallTranslator:
    return SmallTranslator(Settings().cache_dir, timeout=120)


def _fitted(cases: list[Case], names: tuple[str, ...], usual: dict[str, float]) -> dict:
    known = [c for c in cases if c.line % 2 == 0 and c.right is not None and c.of is not None]
    table = np.array([_row(case, names, usual) for case in known])
    right = np.array([case.right for case in known])
    scale = table.std(axis=0) + 1e-9
    fitted = LogisticRegression(class_weight="balanced").fit(table / scale, right)
    weights = fitted.coef_[0] / scale
    wrong = [c for c in cases if c.line % 2 == 0 and c.right is False]
    scores = [
        float(weights @ _row(case, names, usual)) if case.of is not None else -np.inf
        for case in wrong
    ]
    floor = float(np.quantile(scores, 1 - _PASSING, method="higher"))
    return {
        "weights": dict(zip(names, np.round(weights, 3).tolist(), strict=True)),
        "intercept": round(-floor, 3),
    }


def _row(case: Case, names: tuple[str, ...], usual: dict[str, float]) -> np.ndarray:
    assert case.of is not None
    values = against_usual(case.of, *case.pair, usual)
    return np.array([values[name] for name in names])


def _tell(cases: list[Case], model: dict, usual: dict[str, float]) -> None:
    names = tuple(model["weights"])
    weights = np.array([model["weights"][name] for name in names])
    for pair in _PAIRS:
        shares: dict[str, list[bool]] = {}
        chrf: dict[bool, list[float]] = {True: [], False: []}
        for case in cases:
            if case.pair != pair:
                continue
            passes = case.of is not None and (
                float(weights @ _row(case, names, usual)) + model["intercept"] >= 0
            )
            shares.setdefault(case.kind, []).append(passes)
            if case.kind == _OWN:
                chrf[passes].append(case.chrf)
        print(f"  {pair[0]}→{pair[1]}, passes:")
        for kind, passed in shares.items():
            print(f"    {kind}: {np.mean(passed):.3f} of {len(passed)}")
        kept, dropped = (np.mean(chrf[passes] or [np.nan]) for passes in (True, False))
        every = np.mean(chrf[True] + chrf[False])
        print(f"    chrF of all {every:.1f}, of what passes {kept:.1f}, of the rest {dropped:.1f}")


if __name__ == "__main__":
    main()
