"""The program put together: settings → models, archive, assistant. The command line calls it.

What a command needs is imported when it asks for it: whoever lists the articles waits for no model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import Settings, embedding, storage
from index.settings import Written
from qa import llm as language_models
from qa import suggesting
from qa.llm import LLMError, LLMSettings

if TYPE_CHECKING:
    from index import Archive, Embedder, Update
    from index.storage import ArticleStore, Progress, Repair
    from qa.assistant import Assistant

Report = Callable[[str], None]
_MANY, _SUGGESTING = 10, 5.0  # articles, and seconds


@dataclass(frozen=True)
class Application:
    """:param report: told of what takes time, in a few words.
    :param strict: leave out what a language model writes without support, instead of marking it.
    """

    settings: Settings
    llm: LLMSettings
    report: Report
    strict: bool = False

    @classmethod
    def of(
        cls,
        report: Report,
        index_dir: Path | None = None,
        llm: str | None = None,
        strict: bool = False,
        fast: bool | None = None,
    ) -> Application:
        """What the environment and the settings file say, but for what is given here.

        :raises InputError: if they cannot be read.
        """
        written = Written()
        settings = Settings(index_dir=index_dir, fast=fast, written=written)
        return cls(settings, LLMSettings.read(llm, written), report, strict)

    def check_llm(self) -> None:
        """:raises InputError: if the settings name what can be no language model."""
        language_models.check_llm(self.llm)

    def embedder(self) -> Embedder:
        """:raises FundstelleError: if the embedding model cannot be had."""
        return embedding.open_embedder(self.settings, self.report)

    def take_up(
        self,
        paths: Sequence[Path],
        progress: Progress,
        encoding: str | None = None,
        **how: Any,
    ) -> Update:
        """Bring the index up to date with `paths`, or with those of earlier.

        :param how: as `update_index` has it.
        """
        embedder = self.embedder()
        limits = self.settings.limits
        return storage.update_index(
            self.settings.index_dir,
            paths,
            embedder,
            progress,
            encoding,
            limits=limits,
            vectors_in=self.settings.store,
            **how,
        )

    def repair(self, progress: Progress, wait: float) -> Repair:
        """Make the index anew from what is stored in it: see `repair_index`."""
        storage.database_or_raise(self.settings.index_dir)
        settings = self.settings
        return storage.repair_index(
            settings.index_dir, self.embedder(), progress, wait, settings.store
        )

    def suggest(self) -> None:
        """Make questions that a reader may ask, in a few seconds, where there are hardly any: the
        chat has them with its first page then, and makes more as the archive changes. Of a few
        articles it makes them itself, as quickly as the models are loaded here.

        :raises FundstelleError: if there is no index, or it cannot be read.
        """
        with closing(self.stored()) as store:
            many = store.counts()["articles"] >= _MANY
            kept = suggesting.read_kept(self.settings.index_dir)
            worn = many and suggesting.is_worn(kept, store)
        if worn:
            suggesting.Suggestions(self.assistant()).refresh(_SUGGESTING)

    def archive(self) -> Archive:
        """:raises FundstelleError: if there is no index, or it cannot be read."""
        return storage.Archive.open(self.settings, report=self.report)

    def stored(self) -> ArticleStore:
        """The articles, which to look at needs no model.

        :raises FundstelleError: if there is no index, or it cannot be read.
        """
        index_dir = self.settings.index_dir
        return storage.ArticleStore(storage.database_or_raise(index_dir), index_dir)

    def assistant(self) -> Assistant:
        """:raises FundstelleError: if there is no index, or it cannot be read."""
        from qa.assistant import Assistant

        return Assistant(self.archive(), self.llm, self.strict, self.settings.fast, self.report)

    def chat_assistant(self, progress: Progress) -> Assistant:
        """One that answers at once: all that loads when it is first needed is loaded. Where there
        is no index yet, one of the demonstration articles is made."""
        if storage.published(self.settings.index_dir) is None:
            import seeds

            self.report("building an index of the demonstration articles")
            self.take_up([seeds.FOLDER], progress)
        assistant = self.assistant()
        if assistant.writer is not None:
            self.report("loading the language model")
            try:
                assistant.writer.llm()
            except LLMError as error:  # each answer will say so, and quote
                self.report(str(error))
        assistant.quote("Who?")
        return assistant
