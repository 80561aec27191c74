"""How good translations are, and what of them is shown:

    python -m benchmarks.translation DATA_FOLDER [--sentences N] [--pairs de-en …] [--llm MODEL]

Translates lines of news that nothing here was trained on (NTREX-128's 800 to 999 in
DATA_FOLDER/parallel) by the translator that the settings name, and prints for each pair of
languages: chrF and BLEU against the lines' own translations (sacrebleu), of the best candidate and
of the likeliest, how much passes the checks, the mean chrF of what passes and of the rest, and how
long a sentence takes. Two pairs at a time.
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
from qa.gist import open_translators
from qa.gist.checked import best_translation
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
    translator = next(t for t in open_translators(settings, llm) if t.knows(source, target))
    lines = zip(measured_lines(data, source), measured_lines(data, target), strict=True)
    first, said, parallels = list[float](), list[str](), list[str]()
    chrf, shown, seconds = list[float](), list[bool](), list[float]()
    chosen = [*lines][:count]
    for original, parallel in tqdm(chosen, desc=f"{source}→{target}", leave=False, disable=None):
        likeliest = next(iter(translator.candidates(original, source, target)))
        first.append(sentence_chrf(likeliest, [parallel]).score)
        started = time.perf_counter()
        of, text = best_translation(translator, original, source, target, support)
        seconds.append(time.perf_counter() - started)
        shown.append(of.passes)
        chrf.append(sentence_chrf(text, [parallel]).score)
        said.append(text)
        parallels.append(parallel)
    scores, kept = np.array(chrf), np.array(shown)
    means = [scores[which].mean() if which.any() else np.nan for which in (kept, ~kept)]
    return (
        f"{source}→{target}: {len(scores)} sentences, chrF {scores.mean():.1f} (of the likeliest "
        f"alone {np.mean(first):.1f}), BLEU {corpus_bleu(said, [parallels]).score:.1f}; "
        f"{kept.mean():.2f} pass, chrF of these {means[0]:.1f}, of the rest {means[1]:.1f}; "
        f"{np.median(seconds):.2f} s a sentence"
    )


if __name__ == "__main__":
    main()
