"""Conversations: `python -m benchmarks.conversations CONVERSATIONS.json --index DIR`.

CONVERSATIONS.json is like tests/data/conversations.json or tests/data/refused_follow_ups.json, on
the bundled articles. Prints for each kind of conversation how often its last question is answered
rightly, with the conversation and without: by its first quote, which is the evidence, or, where
there is none, by a refusal. With `--llm` a language model says what is meant.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from qa import Answer, Assistant, LLMSettings, Turn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("conversations", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--llm", default="none")
    parser.add_argument("--set", default="measured", choices=("measured", "development"))
    options = parser.parse_args()
    assistant = Assistant(options.index, LLMSettings.read(options.llm))
    content = json.loads(options.conversations.read_text(encoding="utf-8"))
    for kind, conversations in content.items():
        chosen = [c for c in conversations if c["set"] == options.set]
        alone = with_turns = lost = 0
        for conversation in chosen:
            *before, last = conversation["turns"]
            turns: list[Turn] = []
            for question in before:
                turns.append(Turn.of(assistant.quote(question, turns=turns)))
            without = _is_right(assistant.quote(last), conversation)
            answer = assistant.quote(last, turns=turns)
            right = _is_right(answer, conversation)
            alone, with_turns = alone + without, with_turns + right
            lost += without and not right
            told = [f"{'–' if turn.refused else '+'} {turn.question}" for turn in turns]
            print(
                f"{'right' if right else 'wrong'} {'right' if without else 'wrong'} "
                f"{answer.confidence:.2f}  {' | '.join(told)} | {answer.standalone or last}"
            )
        print(
            f"{kind}: {len(chosen)}; right with the conversation {with_turns}, without {alone}; "
            f"lost by it {lost}"
        )


def _is_right(answer: Answer, conversation: dict) -> bool:
    evidence = conversation.get("evidence")
    if evidence is None:
        return answer.refused
    return not answer.refused and evidence in answer.citations[0].quote


if __name__ == "__main__":
    main()
