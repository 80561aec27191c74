"""Questions that a reader may ask: made of the archive's articles, and asked to see that they are
answered.

- `Suggestions`: what to show before the first question, and after a refusal
  (qa.suggesting.suggestions)
- `read_kept`, `is_worn`: what was made, and whether it is time to make more (qa.suggesting.kept)

Inside: what people in an article did (`people`) and when things were (`dated`), by rules for each
language (`rules`, language.toml); the questions of it (`candidates`, prompts/suggest), which are
asked (`checking`), chosen (`making`) and kept in a file beside the index (`kept`).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
