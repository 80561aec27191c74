"""Argos Translate's packages: those that are installed, and how one is (extra `translate`).

Its package manager fetches them from its index on the web, some 100 MB each; one that lies here as
a file is taken from there. What is in one is somebody else's: it is opened before it counts.
"""

from __future__ import annotations

import logging
import shutil
import socket
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index import FundstelleError, InputError
from index.text import language_code, language_name

if TYPE_CHECKING:
    from argostranslate.package import AvailablePackage, Package

_PIVOT = "en"  # by way of which languages without a package for both are translated
_log = logging.getLogger(__name__)
_ABSENT = "Argos Translate is not installed: pip install 'fundstelle[translate]'"
_LARGEST = 4 << 30  # bytes of a package, unpacked
_PATIENCE = 60.0  # seconds that its index or a package may stay silent


def is_installed() -> bool:
    """Whether Argos Translate is, and what runs its models."""
    return all(find_spec(name) is not None for name in ("argostranslate", "ctranslate2"))


def way(source: str, target: str) -> list[Package]:
    """The packages that lead from one language to another, one or two; none where none do."""
    by_languages = {(p.from_code, p.to_code): p for p in _installed()}
    for steps in _ways(source, target):
        if all(step in by_languages for step in steps):
            return [by_languages[step] for step in steps]
    return []


def installed_versions() -> str:
    """Which packages there are."""
    known = sorted(f"{p.from_code}-{p.to_code} {p.package_version}" for p in _installed())
    return ", ".join(known)


def install(source: str, target: str, report: Callable[[str], None]) -> None:
    """Fetch and install what leads from one language to another.

    :param source: a language's code or name, and so is `target`.
    :raises FundstelleError: if the index or a package cannot be fetched.
    :raises InputError: if there is none, or Argos Translate is not installed.
    """
    codes = [language_code(name) for name in (source, target)]
    if None in codes or codes[0] == codes[1]:
        raise InputError(f"{source} and {target} are not two languages: give de en, for example")
    one, other = map(str, codes)
    report("fetching the index of Argos Translate's packages")
    offered = {(p.from_code, p.to_code): p for p in _offered()}
    for steps in _ways(one, other):
        if all(step in offered for step in steps):
            for step in steps:
                _fetch(offered[step], report)
            return
    names = [language_name(language, "en") for language in (one, other)]
    raise InputError(f"Argos Translate has no package from {names[0]} to {names[1]}")


def install_file(path: Path, report: Callable[[str], None] = lambda step: None) -> None:
    """Install a package that lies here; one for the same languages is replaced.

    :raises InputError: if `path` is none, or Argos Translate is not installed.
    """
    if not is_installed():
        raise InputError(_ABSENT)
    from argostranslate import settings

    folder = Path(settings.package_data_dir)
    with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
        try:
            _unpack(path, Path(draft))
        except FileNotFoundError:
            raise InputError(f"there is no file {path}") from None
        except Exception as error:  # a damaged zip file fails in many ways
            raise InputError(f"{path} is no package of Argos Translate: {error}") from error
        roots = [*Path(draft).iterdir()]
        package = _opened(roots[0]) if len(roots) == 1 else None
        if package is None:
            raise InputError(f"{path} is no package of Argos Translate for two languages")
        shutil.rmtree(folder / roots[0].name, ignore_errors=True)
        roots[0].replace(folder / roots[0].name)
        report(f"installed: {package}")


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as content:
        if sum(entry.file_size for entry in content.infolist()) > _LARGEST:
            raise ValueError("it is too large")
        content.extractall(folder)


def _offered() -> list[AvailablePackage]:
    if not is_installed():
        raise InputError(_ABSENT)
    from argostranslate import package, settings

    index = Path(settings.local_package_index)
    before = index.read_bytes() if index.is_file() else None
    index.unlink(missing_ok=True)
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        package.update_package_index()  # tells nobody where it fails
        if not index.is_file():
            raise FundstelleError(
                f"cannot fetch {settings.remote_package_index}: is there a network? A package that "
                "lies here is installed by: fundstelle translator install FILE.argosmodel"
            )
        return package.get_available_packages()
    except FundstelleError:
        raise
    except Exception as error:  # whatever answers there may be no index
        raise FundstelleError(f"{settings.remote_package_index} is no index of packages") from error
    finally:
        socket.setdefaulttimeout(patience)
        if not index.is_file() and before is not None:
            index.write_bytes(before)


def _fetch(offered: AvailablePackage, report: Callable[[str], None]) -> None:
    report(f"fetching {offered}, some 100 MB")
    try:
        path = offered.download()
    except Exception as error:  # that is what it raises
        raise FundstelleError(f"cannot fetch {offered}: is there a network?") from error
    try:
        install_file(path, report)
    finally:
        path.unlink(missing_ok=True)


def _installed() -> Iterator[Package]:
    if not is_installed():
        return
    try:  # which makes folders where there are none
        from argostranslate import settings

        folders = [folder for known in settings.package_dirs for folder in Path(known).iterdir()]
    except OSError as error:
        _log.warning("cannot read Argos Translate's packages: %s", error)
        return
    for folder in folders:
        if folder.is_dir() and (package := _opened(folder)) is not None:
            yield package


def _opened(folder: Path) -> Package | None:
    """A translator from one language to another; None for what is none."""
    from argostranslate.package import Package

    try:
        package = Package(folder)
        texts = (package.from_code, package.to_code, package.target_prefix)
        is_whole = hasattr(package, "tokenizer") and (folder / "model").is_dir()
    except Exception as error:  # its description may hold anything
        _log.warning("%s is no package: %s", folder, error)
        return None
    is_translator = package.type == "translate" and all(isinstance(text, str) for text in texts)
    return package if is_whole and is_translator else None


def _ways(source: str, target: str) -> list[list[tuple[str, str]]]:
    if _PIVOT in (source, target):
        return [[(source, target)]]
    return [[(source, target)], [(source, _PIVOT), (_PIVOT, target)]]
