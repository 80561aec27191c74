"""Language models, each as a llama-index `LLM`.

- `open_llm`: the one that the settings name (qa.llm.opening)
- `LLMSettings`: which one, and how long it may take (qa.llm.settings)
- `GGUFModel`: a GGUF file, run in this process (qa.llm.gguf)
- `open_endpoint`: a server that speaks OpenAI's protocol (qa.llm.endpoint)
- `stream_reply`: what a model says, as it says it, bounded (qa.llm.reply)
- `each_within`: pieces that end by a deadline (qa.llm.bounded)
- `LLMError`: why a model said nothing of use (qa.llm.errors)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
