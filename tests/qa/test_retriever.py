"""The archive as a llama-index retriever."""

from __future__ import annotations

from pathlib import Path

from llama_index.core import QueryBundle
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import NodeRelationship

from index import Archive
from qa import PassageRetriever
from qa.finding.reader.stage import PASSAGES


def test_the_retriever_works_in_a_llama_index_program(seeds_archive: Archive) -> None:
    nodes = PassageRetriever(seeds_archive, similarity_top_k=3).retrieve("what did Sherman demand?")
    assert len(nodes) == 3
    assert "Sherman" in nodes[0].text
    assert [n.score for n in nodes] == sorted((n.score or 0 for n in nodes), reverse=True)
    assert len({n.node_id for n in nodes}) == 3
    for found in nodes:
        node = found.node
        source = node.relationships[NodeRelationship.SOURCE]
        text = seeds_archive.current().article(source.node_id).text  # type: ignore[union-attr]
        assert text[node.start_char_idx : node.end_char_idx] == node.get_content()  # type: ignore[attr-defined]
        assert node.metadata["language"] in seeds_archive.current().languages
        assert Path(node.metadata["path"]).is_file()


def test_more_can_be_retrieved_than_is_read(seeds_archive: Archive) -> None:
    nodes = PassageRetriever(seeds_archive, PASSAGES + 3).retrieve("what did Sherman demand?")
    assert len({node.node_id for node in nodes}) == PASSAGES + 3
    assert [n.score for n in nodes] == sorted((n.score or 0 for n in nodes), reverse=True)


def test_the_retriever_fits_into_a_query_engine(seeds_archive: Archive) -> None:
    from llama_index.core.llms import MockLLM

    engine = RetrieverQueryEngine.from_args(PassageRetriever(seeds_archive, 2), llm=MockLLM())
    response = engine.query(QueryBundle("Wann wurde Jens Stoltenberg geboren?"))
    assert len(response.source_nodes) == 2
    assert "1959" in str(response)


def test_the_retriever_takes_a_question_that_is_no_valid_text(seeds_archive: Archive) -> None:
    assert PassageRetriever(seeds_archive, 2).retrieve("\ud800 wer?")
