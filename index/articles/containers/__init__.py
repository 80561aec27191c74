"""What holds files: a folder, or an archive of files. A new kind of archive is a module here and an
entry in `PACKINGS`.

- `Container`, `Packing`: what any of them is (index.articles.containers.container)
- `Folder` (index.articles.containers.folder)
- `Zip` (index.articles.containers.zip_file), `Tar` (index.articles.containers.tar_file)
- `PACKINGS`, `unpack`, `is_read`: the archives, what lies in them, and whether it is read
  (index.articles.containers.unpacking)
"""

from index.articles.containers.container import Container, Packing
from index.articles.containers.folder import Folder
from index.articles.containers.tar_file import Tar
from index.articles.containers.unpacking import (
    PACKINGS,
    is_packed,
    is_read,
    packing_suffixes,
    unpack,
)
from index.articles.containers.zip_file import Zip

__all__ = [
    "PACKINGS",
    "Container",
    "Folder",
    "Packing",
    "Tar",
    "Zip",
    "is_packed",
    "is_read",
    "packing_suffixes",
    "unpack",
]
