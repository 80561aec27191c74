"""Gists: rough machine translations of quotes in a language that is not the reader's.

- `Gists`: a citation → the same with its gist (qa.gist.gists)
- `CheckedTranslations`: a sentence → its translation, the best of several (qa.gist.checked), kept
  (qa.gist.kept), its words linked with the sentence's (qa.gist.alignment)
- `Translator`: what translates; `open_translators` says which ones may (qa.gist.translator): the
  language model that is set (qa.gist.llm_translator), Argos Translate's packages
  (qa.gist.argos_translator, argos_packages), a small model with an adapter
  (qa.gist.small_translator), in a process of its own (small_model, worker)
- `verdict`: whether a translation may be shown (qa.gist.checking, with negation and exchanged)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
