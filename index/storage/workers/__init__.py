"""Who prepares articles to be stored: this process, or the machines of a cluster.

- `Workers`, `Underway`: what they have to do (index.storage.workers.workers)
- `InThread`: a thread of this process (index.storage.workers.in_thread)
"""

from index.storage.workers.in_thread import InThread
from index.storage.workers.workers import Underway, Workers

__all__ = ["InThread", "Underway", "Workers"]
