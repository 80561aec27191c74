"""Networks as OpenVINO has compiled them, kept beside the converted model: to take one from there
takes half the processor time of building and compiling it.

A file's name says what it was made of and for: weights, graph, OpenVINO, processor, streams. Behind
the network stands its hash, so that one that was cut short or damaged is not taken.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.embedding.openvino_runtime import openvino

DEVICE = "CPU"
_SUFFIX = ".network"
_MOST = 8  # files; beyond them the one goes that was not used for the longest time
_HASH = hashlib.sha256


def kept_network(
    files: Sequence[Path],
    said: Sequence[object],
    options: Mapping[str, Any],
    compiled: Callable[[], openvino.CompiledModel],
    folder: Path,
) -> openvino.CompiledModel:
    """The network that is kept, or else compiled and kept.

    :param files: what it is made of, and the modules that make it.
    :param said: what else it depends on, each by its `repr`.
    :param options: that it is compiled with.
    :param compiled: makes it.
    :param folder: where they are kept; where it cannot be written, they are not.
    """
    path = folder / f"{_made_of(files, said, options)}{_SUFFIX}"
    if (network := _read(path, options)) is not None:
        return network
    network = compiled()
    with suppress(OSError):
        _write(path, network.export_model().getvalue())
    return network


def _made_of(files: Sequence[Path], said: Sequence[object], options: Mapping[str, Any]) -> str:
    core = openvino.Core()
    processor = [
        core.get_property(DEVICE, name)
        for name in ("FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES")
    ]
    digest = _HASH()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, _HASH).digest())
    digest.update(repr([openvino.__version__, *processor, *said, sorted(options.items())]).encode())
    return digest.hexdigest()[:32]


def _read(path: Path, options: Mapping[str, Any]) -> openvino.CompiledModel | None:
    with suppress(OSError, RuntimeError):
        content = path.read_bytes()
        size = _HASH().digest_size
        if _HASH(content[:-size]).digest() == content[-size:]:
            network = openvino.Core().import_model(content[:-size], DEVICE, dict(options))
            with suppress(OSError):
                os.utime(path)
            return network
    return None


def _write(path: Path, network: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(network + _HASH(network).digest())
            file.close()
            os.replace(file.name, path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    by_use = sorted(path.parent.glob(f"*{_SUFFIX}"), key=lambda p: p.stat().st_mtime)
    for old in by_use[:-_MOST]:
        old.unlink(missing_ok=True)
