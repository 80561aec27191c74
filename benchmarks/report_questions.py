"""Questions on one report: `python -m benchmarks.report_questions QUESTIONS.json --index DIR`.

QUESTIONS.json holds a list "questions", each with the words that its evidence must contain, or null
where a refusal is right. Prints each answer's confidence, and how many were right.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from index import Index, Settings
from qa import Assistant


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    options = parser.parse_args()
    assistant = Assistant(Index.open(Settings(index_dir=options.index)))
    answered, refused = [], []
    for asked in json.loads(options.questions.read_text(encoding="utf-8"))["questions"]:
        answer = assistant.answer(asked["question"])
        if asked["evidence"] is None:
            right = answer.refused
            refused.append(right)
        else:
            cited = any(asked["evidence"] in citation.quote for citation in answer.citations)
            right = cited and not answer.refused
            answered.append(right)
        said = "refused" if answer.refused else "answered"
        print(
            f"{'right' if right else 'WRONG':6}{said:9}{answer.confidence:.3f}  {answer.question}"
        )
    print(f"answered with the evidence: {sum(answered)} of {len(answered)}")
    print(f"refused rightly: {sum(refused)} of {len(refused)}")


if __name__ == "__main__":
    main()
