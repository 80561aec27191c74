"""How good translations are, and what of them is shown:

    python -m benchmarks.translation DATA_FOLDER [--sentences N] [--pairs de-en …] [--llm MODEL]

Translates lines of news that nothing here was trained on (NTREX-128's 800 to 999 in
DATA_FOLDER/parallel) by the translator that the settings name, and prints for each pair of
languages: chrF and BLEU against the lines' own translations (sacrebleu), how much passes the
checks, the mean chrF of what passes and of the rest, and how long a sentence takes, to translate
and to check. Two pairs at a time.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from llama_index.core.llms import LLM
from sacrebleu import corpus_bleu, sentence_chrf
from tqdm import tqdm

from index import open_embedder
from qa.gist import open_judge, open_translators, passes
from qa.gist.small_translator import LANGUAGES
from qa.llm import LLMSettings, open_llm
from qa.writing import Support
from training.translator.pairs import measured_lines

_MAIN = ("de", "en")
_PAIRS = [p for p in itertools.permutations(sorted(LANGUAGES), 2) if set(p) & set(_MAIN)]
_AT_ONCE = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--pairs", nargs="+", metavar="SOURCE-TARGET")
    parser.add_argument("--llm", default="none")
    options = parser.parse_args()
    settings = LLMSettings.read(options.llm)
    opened = open_llm(settings)
    llm = (lambda: opened) if opened is not None else None
    support = Support(open_embedder())
    pairs = [pair.partition("-")[::2] for pair in options.pairs or ()] or _PAIRS

    def measured(pair: tuple[str, str]) -> str:
        return _measured(options.data, pair, options.sentences, settings, llm, support)

    with ThreadPoolExecutor(1 if llm else _AT_ONCE) as threads:
        for told in threads.map(measured, pairs):
            print(told, flush=True)


def _measured(
    data: Path,
    pair: tuple[str, str],
    count: int,
    settings: LLMSettings,
    llm: Callable[[], LLM] | None,
    support: Support,
) -> str:
    source, target = pair
    translators = open_translators(settings, llm)
    translator = next(t for t in translators if t.knows(source, target))
    judge = open_judge(settings, translators)
    lines = zip(measured_lines(data, source), measured_lines(data, target), strict=True)
    said, parallels, chrf, shown = list[str](), list[str](), list[float](), list[bool]()
    translating, checking = list[float](), list[float]()
    chosen = [*lines][:count]
    for original, parallel in tqdm(chosen, desc=f"{source}→{target}", leave=False, disable=None):
        started = time.perf_counter()
        text = translator.translate(original, source, target)
        translated = time.perf_counter()
        shown.append(passes(text, original, source, target, support, judge))
        translating.append(translated - started)
        checking.append(time.perf_counter() - translated)
        chrf.append(sentence_chrf(text, [parallel]).score)
        said.append(text)
        parallels.append(parallel)
    scores, kept = np.array(chrf), np.array(shown)
    means = [scores[which].mean() if which.any() else np.nan for which in (kept, ~kept)]
    return (
        f"{source}→{target}: {len(scores)} sentences, chrF {scores.mean():.1f}, "
        f"BLEU {corpus_bleu(said, [parallels]).score:.1f}; {kept.mean():.2f} pass, chrF of these "
        f"{means[0]:.1f}, of the rest {means[1]:.1f}; {np.median(translating):.2f} s to translate, "
        f"{np.median(checking):.2f} s to check"
    )


if __name__ == "__main__":
    main()
