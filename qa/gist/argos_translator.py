"""Argos Translate's packages as translators.

A package holds a model for CTranslate2 and its tokenizer. They are run here as Argos Translate runs
them, but for its splitting into sentences, whose models PyTorch loads and the network brings: what
is translated is a sentence already.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.gist.argos_packages import installed_versions, way
from qa.llm import LLMError

if TYPE_CHECKING:
    from argostranslate.package import Package

_BEAM, _LENGTH_PENALTY = 4, 0.2  # as Argos Translate has them
_LONGEST = 400  # tokens
_THREADS = 1  # whoever asks a question goes first


class ArgosTranslator:
    """Knows the languages whose packages are installed when it is asked."""

    def __init__(self) -> None:
        self._models: dict[Path, Any] = {}

    @property
    def name(self) -> str:
        """With the packages that are installed."""
        return f"argos {installed_versions()}"

    def knows(self, source: str, target: str) -> bool:
        return bool(way(source, target))

    def candidates(self, text: str, source: str, target: str) -> Iterator[str]:
        packages = way(source, target)
        if not packages:
            raise LLMError(
                "failed", where=self.name, detail=f"no package from {source} to {target}"
            )
        for package in packages:
            text = self._translate(package, text)
        yield text

    def _translate(self, package: Package, text: str) -> str:
        try:
            tokens = package.tokenizer.encode(text)
            (result,) = self._model(package.package_path).translate_batch(
                [tokens],
                target_prefix=[[package.target_prefix]] if package.target_prefix else None,
                replace_unknowns=True,
                beam_size=_BEAM,
                length_penalty=_LENGTH_PENALTY,
                max_decoding_length=_LONGEST,
            )
            said = package.tokenizer.decode(result.hypotheses[0])
        except Exception as error:  # a package is somebody else's
            raise LLMError("failed", where=package.package_path, detail=str(error)) from error
        return " ".join(said.removeprefix(package.target_prefix).split())

    def _model(self, folder: Path) -> Any:
        if folder not in self._models:
            import ctranslate2

            model = ctranslate2.Translator(str(folder / "model"), intra_threads=_THREADS)
            self._models[folder] = model
        return self._models[folder]
