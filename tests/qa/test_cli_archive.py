"""The commands that keep an archive."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.storage import published

DYKE = "Am Abend zählte Onno Petersen 417 Schafe. Der Graben führte kaum noch Wasser."
BRIDGE = "Die Brücke wurde am Dienstag geöffnet. Viele kamen, um sie zu sehen."


@pytest.fixture
def archive(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two articles, which are indexed."""
    monkeypatch.setenv("FUNDSTELLE_INDEX", str(tmp_path / "index"))
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, date, text in (("dyke", "2022-01-12", DYKE), ("bridge", "2023", BRIDGE)):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\ndate: {date}\nlanguage: de\n---\n{text}", encoding="utf-8"
        )
    assert run("index", folder)[0] == 0
    return folder


def _ids(run) -> dict[str, str]:
    return {article["title"]: article["id"] for article in _listed(run)}


def _listed(run) -> list[dict]:
    return json.loads(run("list", "--json")[1])["articles"]


def test_the_list_has_what_tells_articles_apart(run, archive: Path) -> None:
    shutil.copy(archive / "dyke.md", archive / "copy.md")
    run("index")
    dyke = next(article for article in _listed(run) if article["title"] == "dyke")
    path, copy = str(archive / "copy.md"), str(archive / "dyke.md")
    assert {dyke["path"], *dyke["also"]} == {path, copy}
    assert (dyke["date"], dyke["language"], dyke["size"]) == ("2022-01-12", "de", len(DYKE))
    printed = run("list")[1]
    assert printed.count("\n") == 2
    assert dyke["id"] in printed and path in printed and copy in printed


def test_an_article_is_shown_whole(run, archive: Path) -> None:
    article_id = _ids(run)["dyke"]
    code, out, _ = run("show", article_id)
    assert code == 0
    assert "2022-01-12" in out and out.endswith(f"\n{DYKE}\n")
    assert json.loads(run("show", article_id, "--json")[1])["text"] == DYKE
    code, out, err = run("show", "nobody")
    assert (code, out) == (2, "")
    assert "fundstelle list" in err and err.count("\n") == 1


def test_what_would_be_done_is_said_and_not_done(run, archive: Path) -> None:
    (archive / "dyke.md").rename(archive / "deich.md")
    (archive / "new.txt").write_text("Der Zug kam an. Niemand stieg aus.")
    (archive / "bridge.md").unlink()
    code, out, _ = run("index", "--dry-run")
    assert code == 0
    lines = [line.split()[0] for line in out.splitlines()[:-1]]
    assert sorted(lines) == ["added", "moved", "removed"]
    told = json.loads(run("index", "--dry-run", "--json")[1])
    assert {change["kind"] for change in told["changes"]} == {"added", "moved", "removed"}
    assert set(_ids(run)) == {"dyke", "bridge"}
    assert run("index")[1].startswith("1 added, 0 changed, 1 removed")


def test_a_dry_run_of_nothing_yet_leaves_nothing(run, tmp_path: Path, archive: Path) -> None:
    code, out, _ = run("index", "--index", tmp_path / "other", "--dry-run", archive)
    assert (code, out.splitlines()[-1]) == (0, "2 added, 0 changed, 0 removed, 0 unchanged")
    assert published(tmp_path / "other") is None
    assert run("list", "--index", tmp_path / "other")[0] == 2


def test_what_is_removed_is_gone_and_stays_so(run, archive: Path) -> None:
    code, out, _ = run("remove", archive / "bridge.md")
    assert (code, out) == (0, "1 removed\n")
    assert run("ask", "--fast", "Wann wurde die Brücke geöffnet?")[0] == 3
    run("index")
    assert set(_ids(run)) == {"dyke"}
    code, out, err = run("remove", "nobody")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_all_is_made_anew_from_the_same_places(run, archive: Path) -> None:
    before = published(archive.parent / "index")
    code, out, _ = run("index", "--rebuild")
    assert (code, out) == (0, "2 added, 0 changed, 0 removed, 0 unchanged\n")
    assert published(archive.parent / "index") != before
    assert not (before or archive).exists()


def test_damage_is_found_and_repaired(run, archive: Path) -> None:
    assert run("status", "--verify", "--json")[0] == 0
    assert run("repair")[1] == "nothing is damaged\n"
    (segment,) = (archive.parent / "index" / "vectors").iterdir()
    segment.write_bytes(segment.read_bytes()[:-1])
    code, out, err = run("status", "--verify")
    assert (code, out) == (1, "")
    assert segment.name in err and "fundstelle repair" in err
    code, _, err = run("ask", "Wie viele Schafe?")
    assert code == 1 and "fundstelle repair" in err and err.count("\n") == 1
    assert run("repair")[1] == "made anew with 2 articles\n"
    assert run("status", "--verify")[0] == 0
    assert "417 Schafe" in run("ask", "Wie viele Schafe zählte Onno Petersen?")[1]


def test_a_question_is_asked_of_some_articles_only(run, archive: Path) -> None:
    (archive / "undated.txt").write_text("Onno Petersen zählte 12 Ziegen. Dann regnete es lange.")
    run("index")
    asked = ("ask", "Was zählte Onno Petersen?", "--json")
    assert len(json.loads(run(*asked)[1])["citations"]) >= 2
    code, out, err = run(*asked, "--since", "2022", "--until", "2022-06")
    titles = {citation["article"]["title"] for citation in json.loads(out)["citations"]}
    assert (code, titles) == (0, {"dyke"})
    assert "nicht berücksichtigt: 1 Artikel" in err
    assert run(*asked, "--path", archive / "bridge.md")[0] == 3
    code, out, err = run(*asked, "--since", "last year")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf"])
def test_a_time_to_wait_is_a_number(run, archive: Path, value: str) -> None:
    code, _, err = run("index", f"--wait={value}")
    assert code == 2 and "no number of seconds" in err and err.count("\n") == 1


def test_watching_takes_up_what_comes_and_ends_with_ctrl_c(archive: Path) -> None:
    index_dir = archive.parent / "index"
    process = subprocess.Popen(
        [sys.executable, "-m", "qa.cli", "watch", "--index", str(index_dir), str(archive)],
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background has Ctrl-C ignored, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    assert "watching" in process.stderr.readline()
    time.sleep(1)
    (archive / "new.txt").write_text("Der Zug kam an. Niemand stieg aus.")
    assert "1 added" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert err.count("\n") == 1 and "interrupted" in err


def test_a_limit_that_is_set_is_kept(run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (archive / "long.txt").write_text("Ein langer Satz steht hier. " * 40)
    monkeypatch.setenv("FUNDSTELLE_LIMIT_FILE_BYTES", "1000")
    code, _, err = run("index")
    assert code == 0 and "long.txt is too large" in err
    monkeypatch.delenv("FUNDSTELLE_LIMIT_FILE_BYTES")
    assert run("index")[1].startswith("1 added")
