"""Argos Translate's packages: those that are installed, and how one is (extra `translate`).

Its package manager fetches them from its index on the web, some 100 MB each; one that lies here as
a file is taken from there.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index import FundstelleError, InputError
from index.text import language_name

if TYPE_CHECKING:
    from argostranslate.package import AvailablePackage, Package

PIVOT = "en"  # by way of which languages without a package for both are translated
_ABSENT = "Argos Translate is not installed: pip install 'fundstelle[translate]'"


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


def install(source: str, target: str, report: Callable[[str], None]) -> None:
    """Fetch and install what leads from one language to another (ISO 639-1).

    :raises FundstelleError: if the index or a package cannot be fetched.
    :raises InputError: if there is none, or Argos Translate is not installed.
    """
    if not is_installed():
        raise InputError(_ABSENT)
    from argostranslate import package, settings

    report("fetching the index of Argos Translate's packages")
    settings.local_package_index.unlink(missing_ok=True)
    package.update_package_index()
    if not settings.local_package_index.is_file():
        raise FundstelleError(
            f"cannot fetch {settings.remote_package_index}: is there a network? A package that "
            "lies here is installed by: fundstelle translator install FILE.argosmodel"
        )
    offered = {(p.from_code, p.to_code): p for p in package.get_available_packages()}
    for steps in _ways(source, target):
        if all(step in offered for step in steps):
            for step in steps:
                _fetch(offered[step], report)
            return
    names = [language_name(language, "en") for language in (source, target)]
    raise InputError(f"Argos Translate has no package from {names[0]} to {names[1]}")


def install_file(path: Path) -> None:
    """Install a package that lies here.

    :raises InputError: if `path` is none, or Argos Translate is not installed.
    """
    if not is_installed():
        raise InputError(_ABSENT)
    from argostranslate import package

    try:
        with zipfile.ZipFile(path) as content:
            if not any(name.endswith("/metadata.json") for name in content.namelist()):
                raise InputError(f"{path} is no package of Argos Translate: no metadata.json in it")
        package.install_from_path(path)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is no package of Argos Translate: {error}") from error


def _fetch(offered: AvailablePackage, report: Callable[[str], None]) -> None:
    from argostranslate import package

    report(f"fetching {offered}, some 100 MB")
    try:
        path = offered.download()
    except Exception as error:  # that is what it raises
        raise FundstelleError(f"cannot fetch {offered}: is there a network?") from error
    try:
        package.install_from_path(path)
    except Exception as error:  # likewise
        raise FundstelleError(f"cannot install {offered}: {error}") from error
    finally:
        path.unlink(missing_ok=True)


def _installed() -> list[Package]:
    if not is_installed():
        return []
    from argostranslate import package

    try:
        return [p for p in package.get_installed_packages() if p.type == "translate"]
    except (OSError, ValueError):  # a folder there that holds no package
        return []


def _ways(source: str, target: str) -> list[list[tuple[str, str]]]:
    if PIVOT in (source, target):
        return [[(source, target)]]
    return [[(source, target)], [(source, PIVOT), (PIVOT, target)]]
