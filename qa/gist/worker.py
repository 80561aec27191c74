"""The small model's process: `python -m qa.gist.worker MODEL.gguf ADAPTER.gguf`.

In a process of its own, since llama.cpp holds Python up while it loads, and since whoever asks a
question goes first: it has little claim to the CPU. It reads requests, a JSON object a line, and
writes an answer to each: to `prompt` and `max_tokens` the first line of the completion, to `prompt`
and `text` how likely the text is to follow, and null where it cannot answer.
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
            answer = _answer(model, request)
        except LLMError:  # of too many tokens, for one
            answer = None
        print(json.dumps(answer), file=answers, flush=True)


def _answer(model: GGUFModel, request: dict[str, Any]) -> str | float:
    if "text" in request:
        return model.likelihood(request["prompt"], request["text"])
    options = {"max_tokens": request["max_tokens"], "stop": ["\n"]}
    return model.complete(request["prompt"], **options).text


if __name__ == "__main__":
    main()
