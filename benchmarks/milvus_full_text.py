"""Full text by this program and by Milvus's BM25 function, on the same sentences:

    python -m benchmarks.milvus_full_text DATA_FOLDER [milvus:FILE.db]

DATA_FOLDER has xquad-dev.de.json. Its articles are indexed, their sentences brought to Milvus too
(2.5 or newer; by milvus-lite where no address is given), which stems them as German. Prints for
each how often a sentence that holds the answer is the first of what its words find, and among the
first ten, and how long a search takes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.milvus import times
from benchmarks.xquad import archive_of, covers, read_xquad, write_articles
from index import Sentence, Snapshot, open_embedder
from index.storage import MilvusAddress
from index.storage.milvus.server import Server
from index.storage.sentence_ids import passage_of

_NAME = "fundstelle_sentences"
_LIMIT = 60
_GERMAN = {
    "tokenizer": "standard",
    "filter": [
        "lowercase",
        {"type": "stop", "stop_words": ["_german_"]},
        {"type": "stemmer", "language": "german"},
    ],
}
Search = Callable[[str], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("store", nargs="?", type=MilvusAddress.read)
    options = parser.parse_args()
    articles, questions = read_xquad(options.data, ["de"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        address = options.store or MilvusAddress.read(f"milvus:{folder / 'sentences.db'}")
        archive = archive_of(folder / "index", write_articles(articles, folder), open_embedder())
        snapshot = archive.current()
        sentences = _sentences(snapshot)
        asked = [
            (
                question.texts["de"],
                {s.id for s in sentences.values() if covers(archive, s, question)},
            )
            for question in questions
        ]

        def search_here(text: str) -> list[int]:
            return list(snapshot.store.search_sentences(text, "de", _LIMIT))

        _tell("Fundstelle", search_here, asked)
        with _in_milvus(address, sentences) as search:
            _tell("Milvus", search, asked)


def _tell(store: str, search: Search, asked: list[tuple[str, set[int]]]) -> None:
    found = [(search(text), right) for text, right in asked]
    first = sum(bool(right & set(ids[:1])) for ids, right in found) / len(found)
    ten = sum(bool(right & set(ids[:10])) for ids, right in found) / len(found)
    took = times("search", [partial(search, text) for text, _ in asked])
    figures = {"full_text": store, "first": round(first, 3), "among_ten": round(ten, 3)} | took
    print(json.dumps(figures), flush=True)


def _sentences(snapshot: Snapshot) -> dict[int, Sentence]:
    ids = [of for passage in snapshot.store.all_sentence_ids() for of in passage]
    passages = snapshot.store.passages(sorted({passage_of(i) for i in ids}))
    return {sentence.id: sentence for stored in passages for sentence in stored.sentences}


@contextmanager
def _in_milvus(address: MilvusAddress, sentences: dict[int, Sentence]) -> Iterator[Search]:
    with Server(address).asked() as client:
        from pymilvus import DataType, Function, FunctionType

        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field(
            "text",
            DataType.VARCHAR,
            max_length=65_535,
            enable_analyzer=True,
            analyzer_params=_GERMAN,
        )
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function(
                name="bm25",
                function_type=FunctionType.BM25,
                input_field_names=["text"],
                output_field_names=["words"],
            )
        )
        index = client.prepare_index_params()
        index.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        client.create_collection(_NAME, schema=schema, index_params=index)
        try:
            rows = [{"id": i, "text": sentence.text} for i, sentence in sentences.items()]
            for start in range(0, len(rows), 1_000):
                client.insert(_NAME, rows[start : start + 1_000])
            client.load_collection(_NAME)

            def search(text: str) -> list[int]:
                (hits,) = client.search(_NAME, data=[text], anns_field="words", limit=_LIMIT)
                return [hit["id"] for hit in hits]

            yield search
        finally:
            client.drop_collection(_NAME)


if __name__ == "__main__":
    main()
