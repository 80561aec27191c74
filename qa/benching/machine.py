"""The machine and the versions that figures were taken on: a time alone says nothing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.cores import cores

_PACKAGES = ("fundstelle", "openvino", "sentencepiece", "faiss-cpu", "apsw", "numpy")
_GIB = 2**30


def machine() -> dict[str, Any]:
    """Processor, cores that this process may use, memory in GiB, system, and how much else ran:
    the load of the last minute a core, 0 on a quiet machine; None where the system does not say."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_gib": _memory_gib(),
        "system": platform.platform(),
        "load_per_core": round(os.getloadavg()[0] / cores(), 2)
        if hasattr(os, "getloadavg")
        else None,
    }


def versions(packages: tuple[str, ...] = _PACKAGES) -> dict[str, str]:
    """Of Python, and of those `packages` that are installed."""
    found = {"python": platform.python_version()}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory_gib() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB, 1)
    except (AttributeError, ValueError, OSError):
        return None
