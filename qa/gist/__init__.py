"""Gists: rough machine translations of quotes in a language that is not the reader's.

- `Gists`: a citation → the same with its gist (qa.gist.gists)
- `Translator`: what translates; `open_translators` says which ones may (qa.gist.translator)
- `LLMTranslator`, `ArgosTranslator`, `SmallTranslator`: by the language model that is set, by Argos
  Translate's packages (qa.gist.argos_packages), by a small model with an adapter
- `is_kept`: whether a translation may be shown (qa.gist.checking)
- `linked`, `counterpart`: which of its words say what (qa.gist.alignment)
- `KeptTranslations`: each is made once (qa.gist.kept)
"""

from qa.gist.gists import Gists
from qa.gist.translator import Translator, open_translators

__all__ = ["Gists", "Translator", "open_translators"]
