"""Title, author and place by an article's first lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import Source, extract_articles
from index.articles.heading import is_byline, read_heading

REPORT = Path(__file__).parents[4] / "shared" / "seeds" / "000_efb81cc9e588d8cb.txt"


def test_a_markdown_heading_is_the_title() -> None:
    heading = read_heading("Vorspann.\n\n## Der Gipfel ##\n\nEs begann am Morgen.", "de")
    assert heading.title == "Der Gipfel"
    assert heading.author is None


def test_a_first_line_that_ends_like_no_sentence_is_the_headline() -> None:
    text = "Ein Gipfel ohne Ergebnis\n\nDie Minister reisten am Abend ab. Sie schwiegen."
    assert read_heading(text, "de").title == "Ein Gipfel ohne Ergebnis"


def test_without_a_headline_the_first_sentence_is_the_title() -> None:
    text = "Die Minister reisten am Abend ab. Sie schwiegen."
    assert read_heading(text, "de").title == "Die Minister reisten am Abend ab"


def test_what_stands_before_the_byline_is_no_title() -> None:
    text = (
        "Zufrieden vor der Kamera: die Ministerin Eva Lang (links) in Wien.\n\n"
        "Von Jan Kurz, Wien\n\nAm Morgen war noch alles offen. Dann kam der Brief."
    )
    heading = read_heading(text, "de")
    assert heading.title == "Am Morgen war noch alles offen"
    assert (heading.author, heading.place) == ("Jan Kurz", "Wien")


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = read_heading("Der " + "sehr lange " * 30 + "Satz endet spät. Der nächste.", "de").title
    assert len(title) <= 92
    assert title.endswith(("sehr …", "lange …"))


@pytest.mark.parametrize("text", ["", "\n\n", "   \n \t \n"])
def test_an_article_of_nothing_still_has_a_title(text: str) -> None:
    assert read_heading(text, "de").title == "–"


@pytest.mark.parametrize(
    ("line", "author", "place"),
    [
        ("Von Jan Kurz", "Jan Kurz", None),
        ("Von Jan Kurz, Wien", "Jan Kurz", "Wien"),
        ("VON JAN KURZ", "JAN KURZ", None),
        ("Von Jan Kurz und Eva Lang, Wien", "Jan Kurz und Eva Lang", "Wien"),
        ("Von Eva-Maria von der Heide", "Eva-Maria von der Heide", None),
        ("By Jane Doe in London", "Jane Doe", "London"),
        ("By Jane O'Neill and John Roe", "Jane O'Neill and John Roe", None),
        ("Par Anne Dupont", "Anne Dupont", None),
        ("Por María López, Madrid", "María López", "Madrid"),
        ("Di Paola Ricci, Roma", "Paola Ricci", "Roma"),
        ("*Von Jan Kurz*", "Jan Kurz", None),
        ("**By Jane Doe**", "Jane Doe", None),
    ],
)
def test_a_byline_names_its_author_and_place(line: str, author: str, place: str | None) -> None:
    heading = read_heading(f"Ein Foto.\n\n{line}\n\nDann begann der Tag.", "de")
    assert (heading.author, heading.place) == (author, place)
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Von der Regierung kam keine Antwort.",
        "Von Wien nach Graz fährt ein Zug.",
        "By the time he arrived, it was over.",
        "By 1990 the wall was gone",
        "Par exemple",
        "Jan Kurz",
        "Von Jan Kurz stammt der Satz, den alle zitieren.",
        "Von " + "Jan Kurz und " * 15 + "Eva Lang",
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert not is_byline(line)
    assert read_heading(f"Ein Foto.\n\n{line}\n\nDann begann der Tag.", "de").author is None


def test_hostile_lines_are_read_at_once() -> None:
    for line in ("Von " + "Aa " * 60, "Von A" + "," * 200, "By " + "A " * 5_000, "#" * 20_000):
        read_heading(f"{line}\n{line}\n", "de")


def test_the_demonstration_report_names_its_author_and_place() -> None:
    if not REPORT.is_file():
        pytest.skip(f"the report is not there ({REPORT})")
    (article,) = extract_articles(Source(REPORT))
    assert (article.author, article.place) == ("Matthias Kolb", "Brüssel")
    assert article.title == "Um 9:51 Uhr prallen die Fäuste aufeinander"
    assert article.language == "de"


def test_a_heading_with_endless_spaces_is_read_at_once() -> None:
    # A pattern that tries each way to share the spaces would take minutes.
    assert read_heading("# a" + " " * 4_900 + "x\nfoo", "en").title.startswith("a")
