"""Which embedding model do the settings name?"""

from __future__ import annotations

import os
from collections.abc import Callable

from index.embedding.embedder import Embedder
from index.embedding.encoder import Encoder
from index.embedding.model_files import model_folder
from index.embedding.runtime import may_have_accelerator
from index.settings import Settings


def open_embedder(
    settings: Settings | None = None, report: Callable[[str], None] = lambda step: None
) -> Embedder:
    """The model that `settings` name: the default one from its package, or any other of
    sentence-transformers.

    :param report: told of the steps of a first start's conversion, in a few words.
    :raises FundstelleError: if the model cannot be had.
    """
    settings = settings or Settings()
    name = settings.embedding_model
    folder = model_folder(settings, report)
    encoder: Encoder
    if folder is not None and may_have_accelerator():
        from index.embedding.accelerated_model import AcceleratedModel

        encoder = AcceleratedModel(folder)
    elif folder is not None:
        from index.embedding.converted_model import ConvertedModel

        encoder = ConvertedModel(folder)
    else:
        from index.embedding.sentence_transformer_model import SentenceTransformerModel

        encoder = SentenceTransformerModel(name)
    return Embedder(encoder, os.path.abspath(name) if os.path.isdir(name) else name)
