"""Which sentences their quotes support, by the real embedding model."""

from __future__ import annotations

import pytest

from index import Article, Embedder
from qa import Citation
from qa.answers import WrittenSentence
from qa.writing.checking import check, renumbered
from qa.writing.draft import read_draft
from qa.writing.support import Support

COUNCIL = Article(
    id="council",
    text="Am Montag tagte der Stadtrat von Gerolzhofen. Bürgermeisterin Ilse Brandt kündigte an, "
    "dass die alte Brücke im Mai abgerissen wird. Der Neubau kostet 14 Millionen Euro. Mehr über "
    "den Neubau steht auf www.gerolzhofen.example.",
    title="Stadtrat berät über Brücke",
    language="de",
    author="Henrike Boysen",
)
CIRCUS = Article(
    id="circus",
    text="Circus Corelli will stay in Würzburg until Sunday. This time the elephants are staying "
    "in their winter quarters in Kassel.",
    title="Circus in town",
    language="en",
)
ARTICLES = {article.id: article for article in (COUNCIL, CIRCUS)}


def cited(number: int, article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    end = start + len(quote)
    return Citation(number, quote, start, end, 0.9, article=article.description)


EVIDENCE = [
    cited(
        1,
        COUNCIL,
        "Bürgermeisterin Ilse Brandt kündigte an, dass die alte Brücke im Mai abgerissen wird. "
        "Der Neubau kostet 14 Millionen Euro.",
    ),
    cited(2, CIRCUS, "This time the elephants are staying in their winter quarters in Kassel."),
    cited(3, COUNCIL, "Mehr über den Neubau steht auf www.gerolzhofen.example."),
]


@pytest.fixture(scope="module")
def support(real_embedder: Embedder) -> Support:
    return Support(real_embedder)


def checked(
    text: str, language: str, support: Support, question: str = "What is new?"
) -> list[WrittenSentence]:
    return check(read_draft(text, language), question, language, EVIDENCE, ARTICLES, support)


def only(text: str, language: str, support: Support) -> WrittenSentence:
    (sentence,) = checked(text, language, support)
    return sentence


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ilse Brandt kündigte an, dass die alte Brücke im Mai abgerissen wird [1]."),
        ("en", "Mayor Ilse Brandt announced that the old bridge will be demolished in May [1]."),
        ("fr", "La maire Ilse Brandt a annoncé que l’ancien pont sera démoli en mai [1]."),
        ("es", "La alcaldesa Ilse Brandt anunció que el viejo puente será derribado en mayo [1]."),
        ("it", "La sindaca Ilse Brandt ha annunciato che il ponte sarà demolito a maggio [1]."),
        ("de", "Der Neubau kostet 14 Millionen Euro [1]."),
        ("en", "The new bridge costs 14 million euros [1]."),
        ("fr", "Le nouveau pont coûte 14 millions d’euros [1]."),
        ("en", "The elephants are staying in their winter quarters in Kassel [2]."),
        ("de", "Die Elefanten bleiben im Winterquartier in Kassel [2]."),
    ],
)  # fmt: skip
def test_what_a_quote_says_is_supported_in_any_language(
    support: Support, language: str, text: str
) -> None:
    sentence = only(text, language, support)
    assert sentence.supported
    assert "[" not in sentence.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mayor Olga Kowalski announced that the old bridge will be demolished in May [1]."),
        ("fr", "La maire Claire Dubois a annoncé que l’ancien pont sera démoli en mai [1]."),
        ("es", "El alcalde Pedro Ramírez anunció que el viejo puente será derribado en mayo [1]."),
        ("en", "The elephants are staying in their winter quarters in Chicago [2]."),
    ],
)
def test_another_name_is_not_supported(support: Support, language: str, text: str) -> None:
    assert not only(text, language, support).supported


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bürgermeisterin Claudia Roth kündigte an, dass die Brücke abgerissen wird [1]."),
        ("de", "Ilse Brandt kündigte an, dass die alte Brücke im Juni abgerissen wird [1]."),
        ("en", "Mayor Ilse Brandt announced that the old bridge will be demolished in June [1]."),
    ],
)  # fmt: skip
def test_another_name_in_german_and_another_month_are_not_supported(
    support: Support, language: str, text: str
) -> None:
    assert not only(text, language, support).supported


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Neubau kostet 41 Millionen Euro [1]."),
        ("en", "The new bridge costs 41 million euros [1]."),
        ("fr", "Le nouveau pont coûte 1,4 million d’euros [1]."),
        ("en", "Mayor Ilse Brandt announced that the old bridge will be demolished in 2031 [1]."),
    ],
)
def test_another_number_is_not_supported(support: Support, language: str, text: str) -> None:
    assert not only(text, language, support).supported


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mayor Ilse Brandt plays the piano in her free time [1]."),
        ("de", "Bürgermeisterin Ilse Brandt spielt in ihrer Freizeit Klavier [1]."),
        ("en", "Penguins cannot fly [2]."),
    ],
)
def test_something_else_than_the_quote_says_is_not_supported(
    support: Support, language: str, text: str
) -> None:
    assert not only(text, language, support).supported


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/a?b=1",
        "www.evil.example",
        "mailto:mayor@evil.example",
        "https://www.gerolzhofen.example/login",
    ],
)
def test_an_address_that_no_quote_holds_is_not_supported(support: Support, address: str) -> None:
    right = only("More about the new building is at www.gerolzhofen.example [3].", "en", support)
    assert right.supported
    wrong = only(f"More about the new building is at {address} [3].", "en", support)
    assert not wrong.supported


def test_a_number_that_no_quote_has_is_dropped_and_its_sentence_not_supported(
    support: Support,
) -> None:
    said = "The new bridge costs 14 million euros"
    assert only(f"{said} [9].", "en", support) == WrittenSentence(f"{said}.", (), False)
    assert only(f"{said} [1][9].", "en", support) == WrittenSentence(f"{said}.", (1,), False)
    assert only(f"{said} [0].", "en", support) == WrittenSentence(f"{said}.", (), False)


def test_a_sentence_without_a_number_gets_that_of_the_quote_that_says_it(
    support: Support,
) -> None:
    text = (
        "The elephants are staying in Kassel. The new bridge costs 14 million euros. Penguins swim."
    )
    sentences = checked(text, "en", support)
    assert [(s.citations, s.supported) for s in sentences] == [
        ((2,), True),
        ((1,), True),
        ((), False),
    ]


def test_a_sentence_that_another_quote_says_gets_its_number(support: Support) -> None:
    said = "The elephants are staying in their winter quarters in Kassel"
    for cited in ("[1]", "[1][3]", "[1][2]"):
        assert only(f"{said} {cited}.", "en", support) == WrittenSentence(f"{said}.", (2,), True)


TALKS = Article(
    id="talks",
    text="The talks in the town hall went on for four hours. The mayor's drive to the airport took "
    "forty minutes. The delegates had four hours of sleep before their flight home. The baker of "
    "Quellstadt needs four hours for his rye bread.",
    title="Talks end",
    language="en",
    date="2022-01-17",
)
ASKED = "How long did the talks last?"


def answered(text: str, quotes: list[str], support: Support, asked: str = ASKED) -> WrittenSentence:
    evidence = [cited(number, TALKS, quote) for number, quote in enumerate(quotes, start=1)]
    draft = read_draft(text, "en")
    (sentence,) = check(draft, asked, "en", evidence, {TALKS.id: TALKS}, support)
    return sentence


@pytest.mark.parametrize(
    "said", ["[1] Four hours.", "Four hours [1].", "[1] 4 hours", "It took four hours [1]."]
)
def test_a_short_answer_is_read_behind_its_question(support: Support, said: str) -> None:
    right, drive, _, _ = TALKS.text.split(". ")
    assert answered(said, [right], support).supported
    assert answered(said, [drive, right], support).citations == (2,)
    assert answered(said.replace("[1]", "[2]"), [right, drive], support).citations == (1,)
    assert not answered(said, [drive], support).supported


def test_a_quote_that_answers_another_question_supports_no_short_answer(support: Support) -> None:
    right, _, sleep, bread = TALKS.text.split(". ")
    assert not answered("Four hours [1].", [bread], support).supported
    assert answered("Four hours [1].", [bread, right], support).citations == (2,)
    assert answered("Four hours.", [sleep, right], support).citations == (2,)


def test_another_number_is_no_short_answer_however_it_is_spelled(support: Support) -> None:
    right = TALKS.text.split(". ")[0]
    for said in ("Five hours [1].", "Fourteen hours [1].", "5 hours [1]."):
        assert not answered(said, [right], support).supported


def test_when_an_article_was_written_answers_no_question(support: Support) -> None:
    right = TALKS.text.split(". ")[0]
    asked = "When did the talks end?"
    assert not answered("On 17 January 2022 [1].", [right], support, asked).supported
    assert not answered(
        "The talks ended on 17 January 2022 [1].", [right], support, asked
    ).supported


def test_what_is_said_twice_is_said_once_with_the_numbers_of_both(support: Support) -> None:
    text = (
        "The new bridge costs 14 million euros [1]. The new bridge also costs 14 million euros! "
        "It costs 41 million euros [1]."
    )
    sentences = checked(text, "en", support)
    assert [(s.text, s.supported) for s in sentences] == [
        ("The new bridge costs 14 million euros.", True),
        ("It costs 41 million euros.", False),
    ]


def test_the_name_of_an_articles_author_is_known(support: Support) -> None:
    said = "Henrike Boysen reports that the new bridge costs 14 million euros [1]."
    assert only(said, "en", support).supported
    assert not only(said.replace("Henrike Boysen", "Pedro Ramírez"), "en", support).supported


def test_one_wrong_sentence_does_not_change_what_the_others_are(support: Support) -> None:
    text = "The new bridge costs 14 million euros [1]. It costs 41 million euros [1]."
    assert [sentence.supported for sentence in checked(text, "en", support)] == [True, False]


def test_numbers_go_up_in_order_of_appearance_and_what_nobody_cites_is_dropped() -> None:
    sentences, citations = renumbered(
        [
            WrittenSentence("One.", (3,), True),
            WrittenSentence("Two.", (), False),
            WrittenSentence("Three.", (1, 3), True),
        ],
        EVIDENCE,
    )
    assert [sentence.citations for sentence in sentences] == [(1,), (), (1, 2)]
    assert [sentence.cited_text for sentence in sentences] == ["One [1].", "Two.", "Three [1][2]."]
    assert [citation.number for citation in citations] == [1, 2]
    assert [citation.quote for citation in citations] == [EVIDENCE[2].quote, EVIDENCE[0].quote]


def test_where_nothing_is_cited_nothing_is_left_to_cite() -> None:
    sentences = [WrittenSentence("One.", (), False)]
    assert renumbered(sentences, EVIDENCE) == (sentences, [])
