"""What this program costs on this machine: `fundstelle bench`.

- `measure`: indexing, a warm answer, a cold one (qa.benching.measuring)
- `machine`, `versions`: what figures were taken on (qa.benching.machine)
- `Cost`, `cost_of`: time and memory of a process from its start to its end (qa.benching.process)

How it does beside other programs, and as an archive grows, is measured by `benchmarks`, which are
not installed with it.
"""

from qa.benching.machine import machine, versions
from qa.benching.measuring import Measured, measure
from qa.benching.process import Cost, cost_of

__all__ = ["Cost", "Measured", "cost_of", "machine", "measure", "versions"]
