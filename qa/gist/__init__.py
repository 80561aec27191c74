"""Gists: rough machine translations of quotes in a language that is not the reader's.

- `Gists`: a citation → its gist, kept for good (qa.gist.gists)
- `Translator`: what translates; `open_translator` says which one does (qa.gist.translator)
- `LLMTranslator`, `SmallTranslator`: by the language model that is set, by a small one
- `is_kept`: whether a translation may be shown (qa.gist.checking)
"""

from qa.gist.gists import Gists
from qa.gist.translator import Translator, open_translator

__all__ = ["Gists", "Translator", "open_translator"]
