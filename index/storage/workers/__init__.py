"""Who prepares articles to be stored: this process, or the machines of a cluster.

- `Workers`, `Underway`: what they have to do (index.storage.workers.workers)
- `open_workers`, `at_work`, `check_workers`: those that the setting names
  (index.storage.workers.opening)
- `InThread`: a thread of this process (index.storage.workers.in_thread)

Inside: those of a Ray cluster (`in_ray`), connecting to it and where they fit (`ray_cluster`), and
what runs there (`ray_worker`). Ray is imported when they are asked for.
"""

from index.storage.workers.in_thread import InThread
from index.storage.workers.opening import at_work, check_workers, open_workers
from index.storage.workers.workers import Underway, Workers

__all__ = ["InThread", "Underway", "Workers", "at_work", "check_workers", "open_workers"]
