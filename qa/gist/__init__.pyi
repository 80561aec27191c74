from .checking import Verdict, verdict
from .gists import Gists
from .translator import Translator, open_translators

__all__ = ["Gists", "Translator", "Verdict", "open_translators", "verdict"]
