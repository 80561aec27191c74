"""Questions with known evidence: `python -m benchmarks.known_evidence QUESTIONS.json --index DIR`.

QUESTIONS.json holds a list, or one named "questions": each with the words that its evidence must
contain, or null where a refusal is right, as tests/data/seed_questions.json does for the bundled
articles. Prints each answer's confidence, and how many were right.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from qa import Assistant


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    options = parser.parse_args()
    assistant = Assistant(options.index)
    answered, first, refused = [], [], []
    content = json.loads(options.questions.read_text(encoding="utf-8"))
    for asked in content["questions"] if isinstance(content, dict) else content:
        answer = assistant.answer(asked["question"])
        if asked["evidence"] is None:
            right = answer.refused
            refused.append(right)
        else:
            cited = [asked["evidence"] in citation.quote for citation in answer.citations]
            right = any(cited) and not answer.refused
            answered.append(right)
            first.append(right and cited[0])
        said = "refused" if answer.refused else "answered"
        print(
            f"{'right' if right else 'WRONG':6}{said:9}{answer.confidence:.3f}  {answer.question}"
        )
    print(f"answered with the evidence: {sum(answered)} of {len(answered)}")
    print(f"in the first citation: {sum(first)}")
    print(f"refused rightly: {sum(refused)} of {len(refused)}")


if __name__ == "__main__":
    main()
