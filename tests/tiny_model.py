"""A sentence-transformers model of a few kilobytes with random weights, as one would set it by
`FUNDSTELLE_EMBEDDING_MODEL`: any folder that sentence-transformers saved."""

from __future__ import annotations

from pathlib import Path


def save_tiny_model(folder: Path, dimension: int = 32) -> Path:
    """A BERT with one layer over single characters, with prompts of its own."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = folder / "parts"
    parts.mkdir(parents=True)
    letters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    vocabulary += [f"##{letter}" for letter in letters]
    (parts / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(parts / "vocab.txt")).save_pretrained(parts)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=dimension,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(config).save_pretrained(parts)
    transformer = Transformer(str(parts))
    model = SentenceTransformer(
        modules=[transformer, Pooling(dimension)],
        prompts={"query": "search_query: ", "document": "search_document: "},
        device="cpu",
    )
    model.save(str(folder / "model"))
    return folder / "model"
