"""Articles that say nearly the same are recognised; others are not taken for that."""

from __future__ import annotations

from shelf import Shelf

from index.storage.near_duplicates import are_alike, bands

_SUBJECTS = ("Der Deichgraf", "Die Müllerin", "Ein Fischer", "Der alte Pastor", "Das Mädchen")
_VERBS = ("zählte", "verkaufte", "suchte", "fand", "zeichnete", "vergaß")
_OBJECTS = ("die Schafe", "das Boot", "den Weg", "die Karte", "das Korn", "das Rad", "Brot")


def _report(seed: int) -> str:
    """Sixty sentences, another order of words in each."""
    return " ".join(
        f"{_SUBJECTS[n * (seed + 3) % 5]} {_VERBS[(n + seed) % 6]} am {n + seed}. Tag "
        f"{_OBJECTS[(n * n + seed) % 7]} hinter dem Deich."
        for n in range(60)
    )


def _reprinted(text: str) -> str:
    """With another word here and there, as another paper prints it."""
    words = text.split()
    return " ".join(word if place % 40 else f"anders{place}" for place, word in enumerate(words))


def test_small_changes_leave_a_text_alike() -> None:
    report = _report(1)
    assert are_alike(report, report)
    assert are_alike(report, _reprinted(report))
    assert are_alike(report, f"{report} Das teilte die Gemeinde am Abend mit.")
    assert set(bands(report)) & set(bands(_reprinted(report)))


def test_half_of_a_text_and_another_text_are_not_alike() -> None:
    report = _report(1)
    assert not are_alike(report, report[: len(report) // 2])
    assert not are_alike(report, _report(2))
    assert not set(bands(report)) & set(bands(_report(2)))


def test_short_texts_are_never_taken_for_the_same_report() -> None:
    short = "Wetter: heute Regen, morgen Sonne."
    assert bands(short) == []
    assert not are_alike(short, short)
    assert bands("") == []


def test_what_is_added_later_goes_with_what_was_there(shelf: Shelf) -> None:
    shelf.write("one.txt", _report(1))
    shelf.write("other.txt", _report(2))
    shelf.update(shelf.articles)
    shelf.write("again.txt", _reprinted(_report(1)))
    shelf.write("third.txt", f"{_report(1)} So die Gemeinde.")
    shelf.update(shelf.articles)
    snapshot = shelf.open().current()
    names = {a.id: (a.path or "").rpartition("/")[2] for a in snapshot.articles()}
    ids = {name: article_id for article_id, name in names.items()}
    groups = {names[i]: group for i, group in snapshot.groups(names).items()}
    assert groups["one.txt"] == groups["again.txt"] == groups["third.txt"]
    assert len(set(groups.values())) == 4  # the train, the ship and the other report are apart
    alike = [(a.path or "").rpartition("/")[2] for a in snapshot.alike(ids["again.txt"])]
    assert alike == ["one.txt", "third.txt"]
    assert snapshot.alike(ids["other.txt"]) == []


def test_those_that_are_left_stay_together(shelf: Shelf) -> None:
    for name, text in (("one", _report(1)), ("two", _reprinted(_report(1)))):
        shelf.write(f"{name}.txt", text)
        shelf.update(shelf.articles)
    shelf.write("three.txt", _report(1) + " Ende.")
    shelf.update(shelf.articles)
    (shelf.articles / "one.txt").unlink()
    shelf.update(shelf.articles)
    snapshot = shelf.open().current()
    ids = [a.id for a in snapshot.articles() if a.path and "t" in a.path.rpartition("/")[2][:1]]
    assert len(ids) == 2
    assert [a.id for a in snapshot.alike(ids[0])] == [ids[1]]
