"""Conversations of two turns: `python -m benchmarks.conversations CONVERSATIONS.json --index DIR`.

CONVERSATIONS.json is like tests/data/conversations.json, on the bundled articles. Prints for
second questions that follow up on the first, and for those that change the topic, how often the
first quote is the evidence, with the conversation and without. With `--llm` a language model says
what is meant.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from index import Archive, Settings
from qa import Answer, Assistant


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("conversations", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--llm", default="none")
    parser.add_argument("--set", default="measured", choices=("measured", "development"))
    options = parser.parse_args()
    settings = replace(Settings(), index_dir=options.index, llm=options.llm)
    assistant = Assistant(Archive.open(settings), settings)
    content = json.loads(options.conversations.read_text(encoding="utf-8"))
    for kind, conversations in content.items():
        chosen = [c for c in conversations if c["set"] == options.set]
        alone = with_turns = lost = 0
        for conversation in chosen:
            first, second = conversation["turns"]
            without = _hit(assistant.quote(second), conversation)
            answer = assistant.quote(second, turns=[assistant.quote(first)])
            hit = _hit(answer, conversation)
            alone, with_turns, lost = (
                alone + without,
                with_turns + hit,
                lost + (without and not hit),
            )
            print(
                f"{'hit ' if hit else 'miss'} {'hit ' if without else 'miss'} "
                f"{answer.confidence:.2f}  {first} | {answer.standalone or second}"
            )
        print(
            f"{kind}: {len(chosen)}; first quote right with the conversation {with_turns}, "
            f"without {alone}; lost by it {lost}"
        )


def _hit(answer: Answer, conversation: dict) -> bool:
    return not answer.refused and conversation["evidence"] in answer.citations[0].quote


if __name__ == "__main__":
    main()
