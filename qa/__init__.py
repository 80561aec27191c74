"""A question in, a cited answer out.

- `answer`, `Assistant`: ask (qa.assistant)
- `Answer`, `Citation`: what comes back (qa.answers)
- `Turn`: a question and what was answered, for the questions after it (qa.turn)
- `PassageRetriever`, `ArticleReader`: the archive in a llama-index program (qa.retriever,
  qa.documents)

The way of a question runs down once: `assistant` reads it and pins a state of the archive,
`finding` looks for evidence, `quoting` and `composing` say what was found, `writing` has a language
model (`llm`) say it where one is set, `gist` translates quotes. `web` and `cli` show it,
`application` puts the parts together for them, `evaluation` measures.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
