"""What a question finds in a small archive."""

from __future__ import annotations

import pytest
from shelf import candidates
from word_encoder import word_embedder

from index import Archive, Search, Snapshot, update_index
from index.text import Question

ARTICLES = {
    "zug.txt": ("de", "Der Zug fuhr am Morgen nach Wien. Niemand sah ihm lange nach."),
    "schiff.txt": ("de", "Das Schiff legte am Abend in Linz an. Viele Züge fuhren vorbei."),
    "train.txt": ("en", "The train left for Vienna in the morning. Die Zug company was late."),
    "train2.txt": ("fr", "Le train partit pour Vienne. Personne ne le suivit du regard."),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("archive")
    for name, (language, text) in ARTICLES.items():
        (folder / name).write_text(f"---\nlanguage: {language}\ntitle: {name}\n---\n{text}")
    update_index(folder / "index", [folder], word_embedder(), lambda *_: None)
    return Archive(folder / "index", word_embedder()).current()


def test_every_candidate_is_word_for_word_in_its_article(snapshot: Snapshot) -> None:
    found = candidates(snapshot, "Wann fuhr der Zug?", "de")
    assert found
    for candidate in found:
        sentence, passage = candidate.sentence, candidate.passage
        text = snapshot.article(sentence.article_id).text
        assert text[sentence.start : sentence.end] == sentence.text
        assert text[passage.start : passage.end] == passage.text
        assert sentence.passage_id == passage.id
        assert snapshot.article(sentence.article_id).language == candidate.language


def test_candidates_come_best_first_and_always_in_the_same_order(snapshot: Snapshot) -> None:
    first = candidates(snapshot, "Wann fuhr der Zug?", "de")
    assert [c.score for c in first] == sorted((c.score for c in first), reverse=True)
    assert candidates(snapshot, "Wann fuhr der Zug?", "de") == first


def test_words_count_only_where_the_languages_let_them(snapshot: Snapshot) -> None:
    for candidate in candidates(snapshot, "Wann fuhr der Zug?", "de"):
        assert 0 <= candidate.features.lexical <= 1
        if candidate.language != "de":
            assert candidate.features.lexical == 0


def test_without_its_best_match_the_next_one_is_the_best(snapshot: Snapshot) -> None:
    question = Question("Wann fuhr der Zug?", "de")
    search = Search(snapshot, word_embedder())
    proposed = search.propose(question)
    found = search.rank(question, proposed)
    best = max(found, key=lambda c: c.features.lexical)
    kept = [c for c in proposed if c.sentence.article_id != best.sentence.article_id]
    others = search.rank(question, kept)
    assert {c.sentence.id for c in others} == {c.sentence.id for c in kept}
    assert max(c.features.lexical for c in others) == 1
    scores = {c.sentence.id: c.score for c in found}
    for candidate in others:
        gained = candidate.score - scores[candidate.sentence.id]
        assert gained > 0.01 if candidate.features.lexical else abs(gained) < 1e-4


def test_every_language_of_the_archive_is_searched(snapshot: Snapshot) -> None:
    languages = {c.language for c in candidates(snapshot, "Wann fuhr der Zug?", "de")}
    assert languages == {"de", "en", "fr"} == set(snapshot.languages)


def test_a_language_with_a_quotation_mark_is_only_unknown(snapshot: Snapshot) -> None:
    assert candidates(snapshot, "Wer?", 'de"')
