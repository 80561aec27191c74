"""What holds files: a folder.

- `Container`: what any of them is (index.articles.containers.container)
- `Folder` (index.articles.containers.folder)
"""

from index.articles.containers.container import Container
from index.articles.containers.folder import Folder

__all__ = ["Container", "Folder"]
