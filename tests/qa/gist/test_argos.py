"""Argos Translate's packages: installed from a file, chosen, run by CTranslate2."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("argostranslate", reason="the extra `translate` is not installed")

from argostranslate import settings
from small_package import write_package

from index import FundstelleError, InputError
from qa.gist import open_translators
from qa.gist.argos_packages import install, install_file
from qa.gist.argos_translator import ArgosTranslator
from qa.llm import LLMError, LLMSettings
from qa.testing import check_translator

OPENED = "The bridge was opened again on Tuesday."
ROUVERT = "Le pont a été rouvert mardi."
ASKED = "Die Brücke wurde am Dienstag wieder geöffnet."


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they are installed: nothing is there yet."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setattr(settings, "package_data_dir", folder)
    monkeypatch.setattr(settings, "package_dirs", [folder])
    monkeypatch.setattr(settings, "local_package_index", tmp_path / "index.json")
    monkeypatch.setattr(settings, "downloads_dir", tmp_path)
    return folder


@pytest.fixture
def german_english(tmp_path: Path) -> Path:
    return write_package(tmp_path / "de_en.argosmodel", "de", "en", OPENED)


def said(translator: ArgosTranslator, text: str, source: str, target: str) -> str:
    (translated,) = translator.candidates(text, source, target)
    return translated


def test_a_package_that_is_installed_translates(german_english: Path) -> None:
    translator = ArgosTranslator()
    assert not translator.knows("de", "en")
    install_file(german_english)
    check_translator(translator, ASKED, "de", "en")
    assert said(translator, ASKED, "de", "en") == OPENED
    assert not translator.knows("en", "de")


def test_two_packages_lead_by_way_of_english(german_english: Path, tmp_path: Path) -> None:
    translator = ArgosTranslator()
    install_file(german_english)
    assert not translator.knows("de", "fr")
    install_file(write_package(tmp_path / "en_fr.argosmodel", "en", "fr", ROUVERT))
    assert said(translator, ASKED, "de", "fr") == ROUVERT
    assert said(translator, ASKED, "de", "en") == OPENED


def test_a_package_goes_before_the_small_model(german_english: Path, tmp_path: Path) -> None:
    def first(translator: str, source: str = "de") -> str | None:
        options = LLMSettings(translator=translator, cache_dir=tmp_path)
        translators = open_translators(options, None)
        return next((t.name for t in translators if t.knows(source, "en")), None)

    assert str(first("auto")).startswith("gemma") and first("auto") == first("gemma")
    assert first("argos") is None
    install_file(german_english)
    assert first("auto") == first("argos") == "argos de-en 1.0"
    assert first("auto", "fr") == first("gemma", "fr") == first("gemma")
    assert first("none") is first("llm") is None


def test_a_package_that_is_gone_or_broken_costs_no_more_than_the_gist(
    german_english: Path, packages: Path
) -> None:
    install_file(german_english)
    (model,) = packages.glob("*/model/model.bin")
    model.write_bytes(b"no model")
    with pytest.raises(LLMError, match="translate-de_en"):
        said(ArgosTranslator(), ASKED, "de", "en")
    next(packages.glob("*/metadata.json")).unlink()
    assert not ArgosTranslator().knows("de", "en")
    with pytest.raises(LLMError, match="no package from de to en"):
        said(ArgosTranslator(), ASKED, "de", "en")


@pytest.mark.parametrize("content", [None, b"", b"PK no zip", b"metadata.json"])
def test_what_is_no_package_is_not_installed(
    tmp_path: Path, packages: Path, content: bytes | None
) -> None:
    path = tmp_path / "some.argosmodel"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="some.argosmodel"):
        install_file(path)
    assert not [*packages.iterdir()]


ABOUT = {"from_code": "de", "from_name": "de", "to_code": "fr", "to_name": "fr"}


@pytest.mark.parametrize(
    "about",
    [[], ABOUT | {"from_code": ["de"]}, ABOUT | {"source_languages": None}, "[" * 100_000, {},
     ABOUT | {"target_prefix": None}, ABOUT | {"type": "sbd"}],
    ids=str,
)  # fmt: skip
def test_a_package_that_describes_itself_wrongly_hides_no_other_one(
    german_english: Path, packages: Path, tmp_path: Path, about: object
) -> None:
    install_file(german_english)
    text = about if isinstance(about, str) else json.dumps(about)
    path = tmp_path / "odd.argosmodel"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("odd/metadata.json", text)
        package.writestr("odd/sentencepiece.model", b"")
        package.writestr("odd/model/model.bin", b"")
    with pytest.raises(InputError, match="odd.argosmodel"):
        install_file(path)
    (packages / "odd").mkdir()
    (packages / "odd/metadata.json").write_text(text)
    assert said(ArgosTranslator(), ASKED, "de", "en") == OPENED
    assert not ArgosTranslator().knows("de", "fr")


def test_a_damaged_package_leaves_the_one_that_is_installed(
    german_english: Path, packages: Path
) -> None:
    install_file(german_english)
    content = bytearray(german_english.read_bytes())
    content[200:400] = b"\xff" * 200
    german_english.write_bytes(content)
    with pytest.raises(InputError, match="de_en.argosmodel"):
        install_file(german_english)
    assert said(ArgosTranslator(), ASKED, "de", "en") == OPENED
    assert [folder.name for folder in packages.iterdir()] == ["translate-de_en"]


@pytest.mark.parametrize("languages", [("de", "de"), ("German", "de-AT"), ("de", "Klingonisch")])
def test_what_are_not_two_languages_are_bad_input(languages: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="not two languages"):
        install(*languages, lambda step: None)


def test_without_a_network_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "remote_package_index", "http://127.0.0.1:9/index.json")
    told: list[str] = []
    with pytest.raises(FundstelleError, match="is there a network") as raised:
        install("de", "en", told.append)
    assert "\n" not in str(raised.value)
    assert len(told) == 1


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of the folder `tmp_path`."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_the_index_offers_is_fetched_by_way_of_english(
    german_english: Path, tmp_path: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path / "en_fr.argosmodel", "en", "fr", ROUVERT)
    offered = [
        {"from_code": a, "from_name": a, "to_code": b, "to_name": b, "links": [f"{served}/{file}"]}
        for a, b, file in (
            ("de", "en", german_english.name),
            ("en", "fr", "en_fr.argosmodel"),
            ("fr", "de", "nothing"),
        )
    ]
    (tmp_path / "offered.json").write_text(json.dumps(offered))
    monkeypatch.setattr(settings, "remote_package_index", f"{served}/offered.json")
    install("German", "FR", lambda step: None)
    assert said(ArgosTranslator(), ASKED, "de", "fr") == ROUVERT
    with pytest.raises(InputError, match="no package from German to Spanish"):
        install("de", "es", lambda step: None)
    with pytest.raises(FundstelleError, match="cannot fetch"):
        install("fr", "de", lambda step: None)
    assert not ArgosTranslator().knows("fr", "de")
