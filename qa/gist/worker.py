"""The small model's process: `python -m qa.gist.worker MODEL.gguf ADAPTER.gguf`.

In a process of its own, since llama.cpp holds Python up while it loads, and since whoever asks a
question goes first: it has little claim to the CPU. It reads requests, a JSON object a line
(`prompt`, `max_tokens`, and the `seed` of a sample or null), and writes each completion's first
line as a JSON text, null where there is none.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from qa.llm import LLMError
from qa.llm.gguf import GGUFModel

_CONTEXT = 2_048  # tokens: a sentence is at most 800 characters
_NICENESS = 15
_SAMPLING = {"temperature": 0.6, "top_k": 20, "top_p": 0.9}


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else prints, prints elsewhere
    _, path, adapter = sys.argv
    # Of more threads all would wait, busily, for the one that has to stand back.
    model = GGUFModel(path, adapter=adapter, context_window=_CONTEXT, threads=1)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer: str | None = _completion(model, request)
        except LLMError:  # of too many tokens, for one
            answer = None
        print(json.dumps(answer), file=answers, flush=True)


def _completion(model: GGUFModel, request: dict[str, Any]) -> str:
    options: dict[str, Any] = {"max_tokens": request["max_tokens"], "stop": ["\n"]}
    if request["seed"] is not None:
        options |= _SAMPLING | {"seed": request["seed"]}
    return model.complete(request["prompt"], **options).text


if __name__ == "__main__":
    main()
