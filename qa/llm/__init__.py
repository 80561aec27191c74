"""Language models, each as a llama-index `LLM`.

- `open_llm`: the one that the settings name (qa.llm.opening)
- `GGUFModel`: a GGUF file, run in this process (qa.llm.gguf)
- `open_endpoint`: a server that speaks OpenAI's protocol (qa.llm.endpoint)
- `stream_reply`: what a model says, as it says it, bounded (qa.llm.reply)
- `each_within`: pieces that end by a deadline (qa.llm.bounded)
- `LLMError`: why a model said nothing of use (qa.llm.errors)
"""

from qa.llm.errors import LLMError
from qa.llm.opening import check_llm, open_llm
from qa.llm.reply import stream_reply

__all__ = ["LLMError", "check_llm", "open_llm", "stream_reply"]
