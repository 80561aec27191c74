"""Why a language model was of no use."""

from __future__ import annotations

from index import FundstelleError
from prompts import texts


class LLMError(FundstelleError):
    """A language model could not be used, or said nothing of use.

    :param reason: the name of a text in prompts/fallback, which says it.
    :param fields: what that text names: `where` the model is, and more.
    """

    def __init__(self, reason: str, **fields: object) -> None:
        self.reason = reason
        self.fields = fields
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The reason in one sentence of `language`."""
        return texts("fallback", language)[self.reason].format(**self.fields)
