"""Why a language model was of no use."""

from __future__ import annotations

from index import FundstelleError
from prompts import texts

_MAX_CHARACTERS = 300  # of a field: a server may say anything


class LLMError(FundstelleError):
    """A language model could not be used, or said nothing of use.

    :param reason: the name of a text in prompts/fallback, which says it.
    :param fields: what that text names: `where` the model is, and more.
    """

    def __init__(self, reason: str, **fields: object) -> None:
        self.reason = reason
        self.fields = {name: _in_line(value) for name, value in fields.items()}
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The reason in one sentence of `language`."""
        return texts("fallback", language)[self.reason].format(**self.fields)


def _in_line(value: object) -> str:
    """A file, an address or a server's own words, fit for one line of a terminal."""
    return "".join(c if c.isprintable() else " " for c in str(value)[:_MAX_CHARACTERS])
