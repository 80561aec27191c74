from .support import Support
from .writer import Writer, Written

__all__ = ["Support", "Writer", "Written"]
