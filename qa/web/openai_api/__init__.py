"""The archive as a model that programs for OpenAI's chats can talk to.

- `openai_routes`: /v1/models and /v1/chat/completions (qa.web.openai_api.routes)

`requests` is what comes in, `conversation` makes a question and its turns of it, `completion` says
what was answered as such a model would, with `annotating` for the citations; `errors` are of their
kind.
"""

from qa.web.openai_api.routes import openai_routes

__all__ = ["openai_routes"]
