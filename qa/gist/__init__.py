"""Gists: rough machine translations of quotes in a language that is not the reader's.

- `Gists`: a citation → its gist, kept for good (qa.gist.gists)
- `Translator`: the model that translates (qa.gist.translator)
- `is_kept`: whether a translation may be shown (qa.gist.checking)
"""

from qa.gist.gists import Gists

__all__ = ["Gists"]
