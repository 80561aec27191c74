"""The converted model at work: texts → vectors, by OpenVINO on the CPU."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.embedding.conversion import GRAPH_PATH, TOKENIZER_PATH
from index.embedding.openvino_runtime import openvino

_MAX_TOKENS = 512
# A batch holds windows of about equal length, and no more tokens than this: larger ones are slower.
_TOKENS_PER_BATCH = 1_024


class OpenVINOModel:
    """Mean-pooled, normalised vectors. A text longer than the model's 512 tokens is read window by
    window, and its vector is the mean of the windows' by their number of tokens."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_PATH))
        self._windows = Tokenizer.from_file(str(folder / TOKENIZER_PATH))
        self._windows.enable_truncation(_MAX_TOKENS)
        self._model = openvino.Core().compile_model(
            folder / GRAPH_PATH, "CPU", {"PERFORMANCE_HINT": "LATENCY"}
        )
        self._request = self._model.create_infer_request()
        self._lock = threading.Lock()  # a request computes one batch at a time
        self.dimension: int = self._model.output(0).partial_shape[-1].get_length()

    def tokenize(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """:param progress: told how many windows' worth of texts are done, now and then.
        :return: float32, (number of texts, dimension), of length 1 each."""
        windows: list[Encoding] = []
        text_of_window: list[int] = []
        for number, encoding in enumerate(self._windows.encode_batch(list(texts))):
            parts = [encoding, *encoding.overflowing]
            windows.extend(parts)
            text_of_window.extend([number] * len(parts))
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for batch in _batches(windows):
            pooled = self._infer([windows[i] for i in batch])
            for i, vector in zip(batch, pooled, strict=True):
                sums[text_of_window[i]] += vector * (len(windows[i]) - 2)  # less <s> and </s>
            done += len(batch)
            if progress:
                progress(done * len(texts) // len(windows))
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    def encode_tokens(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[int, np.ndarray, np.ndarray, list[tuple[int, int]]]]:
        """No more of each text than its first 512 tokens: its number, its vector, its tokens'
        vectors, and what part of it each token stands for.

        :return: float32, (dimension,) and (tokens, dimension), not normalised; offsets into the
            text, empty ones for special tokens. In the order that is quickest.
        """
        windows = self._windows.encode_batch(list(texts))
        for batch in _batches(windows):
            with self._lock:
                found = self._request.infer(_inputs([windows[i] for i in batch]))
                pooled, tokens = found[0].copy(), found[1].copy()
            for row, i in enumerate(batch):
                yield i, pooled[row], tokens[row, : len(windows[i])], windows[i].offsets

    def _infer(self, batch: Sequence[Encoding]) -> np.ndarray:
        with self._lock:
            return self._request.infer(_inputs(batch))[0].copy()


def _inputs(batch: Sequence[Encoding]) -> dict[str, np.ndarray]:
    length = max(map(len, batch))
    ids = np.ones((len(batch), length), dtype=np.int64)  # 1 is <pad>
    mask = np.zeros((len(batch), length), dtype=np.int64)
    for row, encoding in enumerate(batch):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def _batches(windows: Sequence[Encoding]) -> Iterator[list[int]]:
    batch: list[int] = []
    for i in sorted(range(len(windows)), key=lambda i: len(windows[i])):
        if batch and len(windows[i]) * (len(batch) + 1) > _TOKENS_PER_BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
