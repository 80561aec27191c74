from .kept import is_worn, read_kept
from .suggestions import Suggestions

__all__ = ["Suggestions", "is_worn", "read_kept"]
