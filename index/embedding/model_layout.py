"""Where things are in the folder of the converted default model, and the prompts that it knows."""

from __future__ import annotations

from pathlib import Path

TOKENIZER_JSON_PATH = Path("tokenizer.json")  # for sentence-transformers and the trainings
POOLING_PATH = Path("1_Pooling") / "config.json"
# What sentence-transformers knows nothing of: index.embedding.sentencepiece_model;
# index.embedding.encoder_weights; and the words' vectors, float16, (vocabulary, dimension).
TOKENIZER_PATH = Path("runtime") / "tokenizer.model"
ENCODER_PATH = Path("runtime") / "encoder.safetensors"
WORD_VECTORS_PATH = Path("runtime") / "word_vectors.npy"
# Wang et al. 2024, "Multilingual E5 Text Embeddings".
QUERY_PROMPT, DOCUMENT_PROMPT = "query: ", "passage: "
# Beside the folder, which is sealed: networks as they were compiled for this processor.
KEPT_NETWORKS = "-compiled"
