"""What any new format, container, store of vectors or kind of workers has to keep: checks for its
own tests.

- `check_format` (index.testing.formats)
- `check_container` (index.testing.containers)
- `check_proposals`, `check_exact_vectors` (index.testing.vectors)
- `check_workers` (index.testing.workers)

Each raises AssertionError, naming what is not kept. docs/extending.md has an example of each.
"""

from index.testing.containers import check_container
from index.testing.formats import check_format
from index.testing.vectors import check_exact_vectors, check_proposals
from index.testing.workers import check_workers

__all__ = [
    "check_container",
    "check_exact_vectors",
    "check_format",
    "check_proposals",
    "check_workers",
]
