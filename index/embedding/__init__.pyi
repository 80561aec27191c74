from .embedder import EmbeddedPassage, Embedder, PassageText
from .encoder import EncodedText, Encoder
from .llama_index_embedding import LlamaIndexEmbedding
from .model_files import default_model_folder
from .opening import open_embedder
from .runtime import runtime_in_use

__all__ = [
    "EmbeddedPassage",
    "Embedder",
    "EncodedText",
    "Encoder",
    "LlamaIndexEmbedding",
    "PassageText",
    "default_model_folder",
    "open_embedder",
    "runtime_in_use",
]
