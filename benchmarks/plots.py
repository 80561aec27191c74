"""Growth with size as line plots: SVG with logarithmic axes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import LogLocator, NullFormatter  # noqa: E402

# Read on white and on a dark page alike: nothing behind it, and no colour near either.
_GREY = "#77818c"
_COLOURS = ("#1f8fa8", "#d1702b", "#7a6ff0", "#3f9b54", "#c2477f")
_MARKS = ("o", "s", "^", "D", "v")  # lines differ in more than colour


@dataclass(frozen=True)
class Plot:
    """:param lines: the field that is drawn, and what its line is called.
    :param by: a field that tells rows of one size apart: a line each.
    """

    name: str
    title: str
    unit: str
    lines: Mapping[str, str]
    by: str | None = None


PLOTS = (
    Plot(
        "growth-answer",
        "Time of a warm answer",
        "milliseconds",
        {"p50_ms": "median", "p95_ms": "95 % within"},
        by="languages",
    ),
    Plot("growth-memory", "Memory", "MiB", {"resident_mb": "resident"}, by="languages"),
    Plot("growth-opening", "Opening the archive", "seconds", {"opening_s": ""}, by="languages"),
)


def draw_growth(figures: Path, folder: Path) -> list[Path]:
    """Draw what `growth.json` in a folder of figures holds; nothing where there is none.

    :param folder: where the plots are written.
    :return: their files.
    """
    kept = figures / "growth.json"
    if not kept.exists():
        return []
    rows = json.loads(kept.read_text(encoding="utf-8"))["rows"]
    drawn = []
    for plot in PLOTS:
        if lines := lines_of(plot, rows):
            path = folder / f"{plot.name}.svg"
            draw(plot, lines).savefig(path, transparent=True, metadata={"Date": None})
            pyplot.close("all")
            drawn.append(path)
    return drawn


def lines_of(plot: Plot, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """By its name, the points of each line: passages, and what is drawn; smallest first. A figure
    of 0 or less, which has no place on such an axis, is left out, and so is a line of one point."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        for name, called in plot.lines.items():
            if isinstance(value := row.get(name), int | float) and value > 0:
                of = row.get(plot.by) if plot.by else None
                told = [called] if called else []
                told += [f"{plot.by}: {of}"] if of is not None else []
                found[", ".join(told)].append((float(row["passages"]), float(value)))
    return {name: sorted(points) for name, points in found.items() if len(points) > 1}


def draw(plot: Plot, lines: Mapping[str, Sequence[tuple[float, float]]]) -> Figure:
    """Both axes logarithmic, each line with its name."""
    with matplotlib.rc_context({"svg.fonttype": "none", "font.size": 10, "svg.hashsalt": "0"}):
        figure, axes = pyplot.subplots(figsize=(6.4, 3.6), layout="constrained")
    for number, (name, points) in enumerate(lines.items()):
        xs, ys = zip(*points, strict=True)
        colour, mark = _COLOURS[number % len(_COLOURS)], _MARKS[number % len(_MARKS)]
        axes.plot(xs, ys, color=colour, marker=mark, markersize=5, linewidth=1.8, label=name)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel=plot.unit)
    axes.set_title(plot.title, color=_GREY)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(colors=_GREY, which="both")
    axes.grid(color=_GREY, alpha=0.25, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GREY)
    axes.xaxis.label.set_color(_GREY)
    axes.yaxis.label.set_color(_GREY)
    if any(lines):
        axes.legend(frameon=False, labelcolor=_GREY)
    return figure
