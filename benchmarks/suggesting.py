"""Questions that are suggested, with what answers them, to be looked at:

    python -m benchmarks.suggesting INDEX [--languages de en] [--number 50]

How many of those that rules make pass when they are asked, by kind, comes last.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from qa import Assistant
from qa.suggesting.checking import is_answered
from qa.suggesting.making import make
from qa.suggesting.suggestion import Suggestion

_SECONDS = 600.0  # a language


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--languages", nargs="+", default=["de", "en"])
    parser.add_argument("--number", type=int, default=50)
    options = parser.parse_args()
    assistant = Assistant(options.index)
    tried: Counter[tuple[str, str]] = Counter()
    passed: Counter[tuple[str, str]] = Counter()

    def check(suggestion: Suggestion) -> bool:
        tried[suggestion.language, suggestion.kind] += 1
        passed[suggestion.language, suggestion.kind] += (good := is_answered(suggestion, assistant))
        return good

    snapshot = assistant.archive.current()
    for language in options.languages:
        made = make(snapshot, [language], check, _SECONDS, per_language=options.number)
        for suggestion in made:
            first = assistant.quote(suggestion.question).citations[0]
            short = first.short_answer.text if first.short_answer else "–"
            print(f"{suggestion.kind:10} {suggestion.question}\n{short:>14} | {first.quote}")
    for (language, kind), number in sorted(tried.items()):
        print(f"{language} {kind:10} {passed[language, kind]} of {number} pass")


if __name__ == "__main__":
    main()
