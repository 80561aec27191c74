"""What an archive of any size needs, by arithmetic from what was measured at a million passages:

    python -m benchmarks.scale_model [--passages 1000000 ...] [--questions PER_SECOND]
        [--core DOLLARS] [--memory DOLLARS] [--disk DOLLARS] [--json FILE]

Prints a row for each size: time to embed, disk, memory and time of the vector search, once in
files that one machine searches and once in Milvus, the machines that answer, and what it costs a
month. The prices are of a rented core, and of a gigabyte of memory or of local NVMe: your
provider's are others. docs/scale.md says where each measured figure comes from, and what breaks
first.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

_SIZES = [10**6, 10**7, 10**8, 10**9]
_DAY = 86_400
_BUSY = 0.5  # of the cores that answer, at the peak: beyond it questions wait for each other
_COPIES = 2  # of what answers: one may fail


@dataclass(frozen=True)
class Measured:
    """Of one passage, or of one question, on the machine of docs/performance.md."""

    embedding_core_s: float = 0.033  # reading, splitting, embedding
    storing_core_s: float = 0.0025  # what the process does that writes, however many embed
    database_bytes: float = 5_240  # 770 characters of text, with everything but the files below
    file_bytes: float = 416  # in the files that FAISS searches: all of it has to be in memory
    server_bytes: float = 790  # in Milvus's memory, less what an empty server takes
    answer_core_s: float = 0.228  # a whole answer with the reader, less the vector search
    search_core_s: float = 0.019  # of a million vectors in FAISS's files, a sixteenth of them read
    server_search_core_s: float = 0.019  # of a million in Milvus: as many a second as of the files


@dataclass(frozen=True)
class Prices:
    """A month, in dollars."""

    core: float
    memory_gb: float
    disk_gb: float


@dataclass(frozen=True)
class Needs:
    """Of an archive of so many passages; gigabytes are 10⁹ bytes.

    :param embedding_days: of one core; several share it evenly.
    :param storing_days: of the one process that writes: no number of others makes it shorter.
    :param search_ms: of one core, in FAISS's files.
    :param files_cores: that answer so many questions a second, with the search in files, and
        `server_cores` with it in Milvus, whose own are counted.
    """

    passages: int
    embedding_days: float
    storing_days: float
    database_gb: float
    files_memory_gb: float
    server_memory_gb: float
    search_ms: float
    files_cores: int
    server_cores: int
    files_dollars: int
    server_dollars: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--questions", type=float, default=10.0, help="a second, at the peak")
    parser.add_argument("--core", type=float, default=25.0)
    parser.add_argument("--memory", type=float, default=4.0)
    parser.add_argument("--disk", type=float, default=0.10)
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    prices = Prices(options.core, options.memory, options.disk)
    rows = [needs(number, options.questions, prices) for number in options.passages]
    for row in rows:
        print(json.dumps(asdict(row)))
    if options.json:
        content = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def needs(passages: int, questions: float, prices: Prices, of: Measured = Measured()) -> Needs:  # noqa: B008
    """:param questions: a second, at the peak."""
    search_s = of.search_core_s * passages / 10**6
    database_gb = passages * of.database_bytes / 1e9
    files_memory_gb = passages * of.file_bytes / 1e9
    server_memory_gb = passages * of.server_bytes / 1e9
    files_cores = _cores(questions * (of.answer_core_s + search_s))
    server_s = of.server_search_core_s * passages / 10**6
    server_cores = _cores(questions * (of.answer_core_s + server_s))
    disk = database_gb * prices.disk_gb
    files = files_cores * prices.core + files_memory_gb * prices.memory_gb + disk
    server = server_cores * prices.core + server_memory_gb * prices.memory_gb + disk
    return Needs(
        passages=passages,
        embedding_days=round(passages * of.embedding_core_s / _DAY, 1),
        storing_days=round(passages * of.storing_core_s / _DAY, 1),
        database_gb=round(database_gb, 1),
        files_memory_gb=round(files_memory_gb, 1),
        server_memory_gb=round(server_memory_gb, 1),
        search_ms=round(search_s * 1_000, 1),
        files_cores=files_cores,
        server_cores=server_cores,
        files_dollars=round(files * _COPIES),
        server_dollars=round(server * _COPIES),
    )


def _cores(busy: float) -> int:
    """:param busy: seconds of a core that are needed a second."""
    return max(2, -(-int(busy * 1_000) // int(_BUSY * 1_000)))


if __name__ == "__main__":
    main()
