"""The archive as a llama-index retriever."""

from __future__ import annotations

from pathlib import Path

import pytest
from llama_index.core import QueryBundle
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.schema import NodeRelationship
from llama_index.core.vector_stores import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)

from index import Archive, InputError
from qa import ArticleReader, PassageRetriever
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


def filtered(archive: Archive, *filters: MetadataFilter | MetadataFilters) -> list[dict]:
    """The metadata of what is retrieved."""
    retriever = PassageRetriever(archive, 20, filters=MetadataFilters(filters=[*filters]))
    return [found.node.metadata for found in retriever.retrieve("NATO")]


def by(key: str, value: str | int | list[str], operator: str = "==") -> MetadataFilter:
    return MetadataFilter(key=key, value=value, operator=FilterOperator(operator))


def test_metadata_filters_say_which_articles_count(seeds_archive: Archive) -> None:
    languages = filtered(seeds_archive, by("language", "fr"))
    assert languages and {known["language"] for known in languages} == {"fr"}
    dates = filtered(seeds_archive, by("date", "2022-01-20", ">="), by("date", "2022-01", "<="))
    assert dates and all("2022-01-20" <= known["date"] <= "2022-01-31" for known in dates)
    assert {k["date"] for k in filtered(seeds_archive, by("date", "2022-01-12"))} == {"2022-01-12"}
    assert filtered(seeds_archive, by("date", 2022)) and not filtered(
        seeds_archive, by("date", 2021)
    )
    (path,) = {known["path"] for known in filtered(seeds_archive, by("date", "2022-01-12"))}
    assert {k["path"] for k in filtered(seeds_archive, by("path", path))} == {path}
    folder = str(Path(path).parent)
    nested = MetadataFilters(filters=[by("path", folder), by("language", "en")])
    assert {k["language"] for k in filtered(seeds_archive, nested)} == {"en"}


def test_a_name_is_compared_whole_or_by_a_part(seeds_archive: Archive) -> None:
    whole, part = "Fundstelle, Demonstrationsarchiv", "demonstrationsarchiv"
    assert {k["source"] for k in filtered(seeds_archive, by("source", whole))} == {whole}
    assert filtered(seeds_archive, by("source", part)) == []
    matched = filtered(seeds_archive, by("source", part, "text_match_insensitive"))
    assert {known["source"] for known in matched} == {whole}
    authors = filtered(seeds_archive, by("author", "rédaction", "text_match_insensitive"))
    assert {known["language"] for known in authors} == {"fr"}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([by("colour", "red")], "by 'colour'"),
        ([by("language", "de", "!=")], "language cannot be filtered by '!=': by '=='"),
        ([by("date", "2022", ">")], "date cannot be filtered by '>'"),
        ([by("source", ["a", "b"], "in")], "source cannot be filtered by 'in'"),
        ([by("source", ["a", "b"])], "no text"),
        ([by("date", "gestern", ">=")], "YYYY-MM-DD"),
        ([by("source", "a"), by("source", "b")], "two filters of source"),
        ([by("date", "2022"), by("date", "2021", ">=")], "two filters of date"),
        ([MetadataFilters(filters=[by("source", "a")], condition=FilterCondition.NOT)], "'not'"),
    ],
)
def test_a_filter_that_is_not_known_is_told_in_one_line(
    seeds_archive: Archive, filters: list, said: str
) -> None:
    with pytest.raises(InputError) as told:
        filtered(seeds_archive, *filters)
    assert said in str(told.value) and "\n" not in str(told.value)


def test_alternatives_are_not_known(seeds_archive: Archive) -> None:
    either = MetadataFilters(filters=[by("language", "fr")], condition=FilterCondition.OR)
    with pytest.raises(InputError, match="only 'and'"):
        PassageRetriever(seeds_archive, filters=either)


def test_a_citation_query_engine_cites_what_is_retrieved(
    seeds_archive: Archive, smollm2: Path
) -> None:
    pytest.importorskip("xllamacpp")
    from qa.llm.gguf import GGUFModel

    retriever = PassageRetriever(seeds_archive, 2)
    engine = CitationQueryEngine(retriever, llm=GGUFModel(str(smollm2), threads=1))
    response = engine.query("When was Jens Stoltenberg born?")
    assert str(response).strip()
    sources = response.source_nodes
    assert [n.node.get_content().partition("\n")[0] for n in sources] == ["Source 1:", "Source 2:"]
    retrieved = retriever.retrieve("When was Jens Stoltenberg born?")
    for source, found in zip(sources, retrieved, strict=True):
        text = " ".join(source.node.get_content().partition("\n")[2].split())
        assert text == " ".join(found.node.get_content().split())
        assert source.node.metadata == found.node.metadata


def test_the_reader_gives_every_article_whole(seeds_archive: Archive) -> None:
    documents = ArticleReader(seeds_archive).load_data()
    articles = {article.id: article for article in seeds_archive.current().articles()}
    assert [document.id_ for document in documents] == list(articles)
    for document in documents:
        article = articles[document.id_]
        assert document.text == article.text
        assert document.metadata["title"] == article.title
        assert document.metadata["date"] == article.date
        assert None not in document.metadata.values() and "id" not in document.metadata
    assert next(iter(ArticleReader(seeds_archive).lazy_load_data())).text == documents[0].text
