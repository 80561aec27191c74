"""Articles and their vectors on disk, as they change.

- `Archive`: what is indexed in a folder; `current()` gives a `Snapshot` (index.storage.archive)
- `Snapshot`: one state, open for reading: what a question is answered from (index.storage.snapshot)
- `update_index`: takes up new, changed and removed articles (index.storage.update)
- `archive_status`: what an archive holds (index.storage.archive)
- `Vectors`: what a store of vectors has to do (index.storage.vectors)
- `DamagedError`: whatever fails in reading what is stored (index.storage.damage)

Inside: the folder and its published states (`state`), tables (`schema`), reading them (`store`) and
writing the next ones (`draft_store`), FAISS (`faiss_vectors`), the languages' `centres`, what the
files hold now (`scan`), the next state from what the last one holds (`filling`).
"""

from index.storage.archive import Archive, Status, archive_status
from index.storage.centres import Centre
from index.storage.damage import DamagedError
from index.storage.scan import Progress
from index.storage.snapshot import Snapshot
from index.storage.update import Update, update_index
from index.storage.vectors import Vectors

__all__ = [
    "Archive",
    "Centre",
    "DamagedError",
    "Progress",
    "Snapshot",
    "Status",
    "Update",
    "Vectors",
    "archive_status",
    "update_index",
]
