"""Files that come in are kept, taken up in the background, and can be removed again."""

from __future__ import annotations

import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index import Archive, Embedder, Settings, update_index
from index.storage import repair_index
from index.storage.layout import writing
from qa import Assistant
from qa.web import uploads as uploading
from qa.web.jobs import Job
from qa.web.kept_files import KeptFiles
from qa.web.problems import Problem
from qa.web.upload_names import harmless_name
from qa.web.uploads import MAX_FILES, Uploads

DYKE = (
    "Der Deich von Fahlenwerder\n\n"
    "Deichgraf Onno Petersen ließ den Deich von Fahlenwerder im Sommer 1904 erhöhen. "
    "Heute weiden dort 417 Schafe."
)
MILL = "Die Mühle von Quellstadt\n\nDer Müller Bent Harms verkaufte die Mühle von Quellstadt 1911."
WHO = "Wer ließ den Deich von Fahlenwerder erhöhen?"


@pytest.fixture
def archive(tmp_path: Path, real_embedder: Embedder) -> Archive:
    settings = Settings(index_dir=tmp_path / "index")
    return Archive.open(settings, embedder=real_embedder, create=True)


@pytest.fixture
def uploads(archive: Archive) -> Iterator[Uploads]:
    uploads = Uploads(archive)
    yield uploads
    uploads.close()


Incoming = Callable[[str, str | bytes], tuple[str, Path]]


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    """Writes a file as it comes in, under a name that says nothing."""
    folder = tmp_path / "incoming"
    folder.mkdir()

    def write(name: str, content: str | bytes) -> tuple[str, Path]:
        path = folder / f"{len(list(folder.iterdir()))}-{time.monotonic_ns()}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name, path

    return write


def done(uploads: Uploads, job: Job) -> Job:
    deadline = time.monotonic() + 60
    while (now := uploads.job(job.id)).state in ("waiting", "running"):
        assert time.monotonic() < deadline, now
        time.sleep(0.01)
    return now


def folders(uploads: Uploads) -> list[Path]:
    return [path for path in uploads.files.folder.iterdir() if path.is_dir()]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def kept(uploads: Uploads) -> list[str]:
    return sorted(path.name for path in uploads.files.all())


def test_what_is_uploaded_is_found_and_stays_when_the_index_is_made_anew(
    uploads: Uploads, incoming: Incoming, archive: Archive
) -> None:
    files = [incoming("deich.txt", DYKE), incoming("muehle.md", MILL)]
    job = uploads.start(files)
    assert job.state in ("waiting", "running")
    ended = done(uploads, job)
    assert (ended.state, ended.done) == ("done", ended.total)
    assert [(file.name, file.state, file.message) for file in ended.files] == [
        ("deich.txt", "done", None),
        ("muehle.md", "done", None),
    ]
    assert not any(path.exists() for _, path in files), "they were moved away"
    ((dyke,), (mill,)) = (file.articles for file in ended.files)

    def citation() -> tuple[str, str]:
        (first, *_) = Assistant(archive, fast=True).answer(WHO).citations
        return first.article.id, Path(first.article.path or "").name

    assert citation() == (dyke, "deich.txt")
    update_index(archive.index_dir, [], archive.embedder, lambda *_: None, rebuild=True)
    assert citation() == (dyke, "deich.txt")
    repair_index(archive.index_dir, archive.embedder, lambda *_: None, 0.0)
    assert citation() == (dyke, "deich.txt")
    assert archive.sync().unchanged == 2
    uploads.files.folder.rename(archive.index_dir / "elsewhere")
    update_index(
        archive.index_dir,
        [archive.index_dir / "elsewhere"],
        archive.embedder,
        lambda *_: None,
        rebuild=True,
    )
    assert archive.current().article(dyke).text == DYKE, "it is taken over without its file"
    assert archive.current().article(mill).title == "Die Mühle von Quellstadt"


def test_a_bad_file_ends_no_other_and_each_has_its_line(
    uploads: Uploads, incoming: Incoming, archive: Archive, tmp_path: Path
) -> None:
    job = uploads.start(
        [
            incoming("bild.png", b"\x89PNG"),
            incoming("leer.txt", ""),
            incoming("deich.txt", DYKE),
            incoming("kaputt.pdf", b"%PDF-1.4 nothing"),
        ]
    )
    ended = done(uploads, job)
    assert ended.state == "done"
    assert [file.state for file in ended.files] == ["failed", "failed", "done", "failed"]
    for file in ended.files:
        if file.state == "failed":
            assert file.message and file.name in file.message and "\n" not in file.message
            assert str(tmp_path) not in file.message
    assert kept(uploads) == ["deich.txt"], "what is of no use is not kept"
    assert archive.sync().problems == []


def test_where_every_file_is_bad_the_job_has_failed(uploads: Uploads, incoming: Incoming) -> None:
    assert done(uploads, uploads.start([incoming("leer.txt", " ")])).state == "failed"


def test_what_is_left_out_of_a_file_is_told(uploads: Uploads, incoming: Incoming) -> None:
    _, path = incoming("both.zip", b"")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("deich.txt", DYKE)
        file.writestr("leer.txt", "")
    (of_zip,) = done(uploads, uploads.start([("both.zip", path)])).files
    assert of_zip.state == "done" and len(of_zip.articles) == 1
    assert of_zip.message and of_zip.message.startswith("cannot read both.zip: leer.txt")


def test_the_same_file_is_taken_once(
    uploads: Uploads, incoming: Incoming, archive: Archive, tmp_path: Path
) -> None:
    first = done(uploads, uploads.start([incoming("deich.txt", DYKE), incoming("b.txt", DYKE)]))
    assert first.files[0].articles == first.files[1].articles
    assert first.files[1].message == "the archive has it already"
    assert kept(uploads) == ["deich.txt"]
    elsewhere = tmp_path / "muehle.txt"
    elsewhere.write_text(MILL, encoding="utf-8")
    archive.sync([elsewhere])
    (again,) = done(uploads, uploads.start([incoming("m.txt", MILL)])).files
    assert (again.state, again.message) == ("done", "the archive has it already")
    assert archive.current().article(again.articles[0]).path == str(elsewhere)
    assert archive.current().store.counts()["articles"] == 2


def test_what_is_removed_goes_with_its_file_and_can_be_uploaded_again(
    uploads: Uploads, incoming: Incoming, archive: Archive
) -> None:
    (file,) = done(uploads, uploads.start([incoming("deich.txt", DYKE)])).files
    uploads.remove(file.articles[0])
    assert kept(uploads) == [] and not folders(uploads)
    assert archive.current().sources == [], "nobody looks for it again"
    with pytest.raises(KeyError):
        archive.current().article(file.articles[0])
    with pytest.raises(KeyError):
        uploads.remove(file.articles[0])
    (again,) = done(uploads, uploads.start([incoming("deich.txt", DYKE)])).files
    assert again.articles == file.articles
    assert archive.sync().problems == []


def test_what_cannot_be_removed_just_now_stays_with_its_file(
    uploads: Uploads, incoming: Incoming, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "_REMOVAL_WAIT_SECONDS", 0.1)
    (file,) = done(uploads, uploads.start([incoming("deich.txt", DYKE)])).files
    with writing(archive.index_dir), pytest.raises(Problem) as busy:
        uploads.remove(file.articles[0])
    assert busy.value.status == 503 and "Retry-After" in busy.value.headers
    assert kept(uploads) == ["deich.txt"]
    assert archive.sync().removed == 0
    uploads.remove(file.articles[0])
    assert not folders(uploads)


def test_a_file_of_several_articles_stays_until_the_last_of_them_is_removed(
    uploads: Uploads, incoming: Incoming, archive: Archive
) -> None:
    rows = "title,text\nDer Deich,Der Deich ist lang.\nDie Mühle,Die Mühle steht am Bach.\n"
    (file,) = done(uploads, uploads.start([incoming("zwei.csv", rows)])).files
    assert len(file.articles) == 2
    uploads.remove(file.articles[0])
    assert kept(uploads) == ["zwei.csv"]
    assert archive.sync().added == 0
    uploads.remove(file.articles[1])
    assert kept(uploads) == []


def test_a_removed_article_of_another_place_leaves_its_file_alone(
    uploads: Uploads, archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "deich.txt"
    path.write_text(DYKE, encoding="utf-8")
    archive.sync([path])
    (article,) = archive.current().store.known(path)
    uploads.remove(article)
    assert path.exists()
    assert archive.current().store.counts()["articles"] == 0


def test_what_was_not_taken_up_when_the_program_ended_is_taken_up_later(
    archive: Archive, incoming: Incoming
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        go_on.wait(30)

    first = Uploads(archive, give_way=hold)
    job = first.start([incoming("deich.txt", DYKE), incoming("muehle.txt", MILL)])
    assert began.wait(30)
    threading.Timer(0.1, go_on.set).start()
    first.close()
    second = Uploads(archive)
    try:
        assert done(second, job).state == "done"
        assert archive.current().store.counts()["articles"] == 2
    finally:
        second.close()


def test_what_is_kept_and_belongs_to_no_job_is_taken_up_at_the_start(
    archive: Archive, incoming: Incoming
) -> None:
    _, path = incoming("deich.txt", DYKE)
    KeptFiles(archive.index_dir / "uploads").keep("deich.txt", path)
    uploads = Uploads(archive)
    try:
        until(lambda: archive.current().store.counts()["articles"] == 1)
    finally:
        uploads.close()


def test_processes_know_each_others_jobs_and_one_goes_on_where_another_ended(
    archive: Archive, incoming: Incoming
) -> None:
    began, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        go_on.wait(30)

    one, other = Uploads(archive, give_way=hold), Uploads(archive)
    try:
        first = one.start([incoming("deich.txt", DYKE)])
        assert began.wait(30)
        second = other.start([incoming("muehle.txt", MILL)])
        assert other.job(first.id).state == "running"
        assert one.job(second.id).state == "waiting", "one works at a time"
        assert one.waiting == other.waiting == 1
        threading.Timer(0.1, go_on.set).start()
        one.close()
        assert done(other, first).state == done(other, second).state == "done"
        assert archive.current().store.counts()["articles"] == 2
    finally:
        go_on.set()
        other.close()


def test_too_much_is_refused_and_too_many_are_told_to_wait(
    archive: Archive, incoming: Incoming
) -> None:
    go_on = threading.Event()
    uploads = Uploads(archive, max_bytes=1_000, most_waiting=1, give_way=lambda: go_on.wait(30))
    try:
        with pytest.raises(Problem) as large:
            uploads.start([incoming("a.txt", "a" * 600), incoming("b.txt", "b" * 600)])
        assert large.value.status == 413
        for files in ([], [incoming("a.txt", "a")] * (MAX_FILES + 1)):
            with pytest.raises(Problem) as many:
                uploads.start(files)
            assert many.value.status == 413
        jobs = [uploads.start([incoming("deich.txt", DYKE)])]
        until(lambda: not uploads.waiting)
        jobs.append(uploads.start([incoming("muehle.txt", MILL)]))
        with pytest.raises(Problem) as waits:
            uploads.start([incoming("c.txt", "Noch etwas.")])
        assert waits.value.status == 429 and "Retry-After" in waits.value.headers
        go_on.set()
        assert [done(uploads, job).state for job in jobs] == ["done", "done"]
    finally:
        go_on.set()
        uploads.close()


def test_jobs_are_forgotten_after_a_while(
    uploads: Uploads, incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "_REMEMBERED", 2)
    jobs = [done(uploads, uploads.start([incoming("a.png", "a")])) for _ in range(4)]

    def is_known(job: Job) -> bool:
        with suppress(KeyError):
            return uploads.job(job.id) == job
        return False

    until(lambda: [is_known(job) for job in jobs] == [False, False, True, True])
    assert uploads.job(jobs[-1].id) == jobs[-1]


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\Über uns.docx", "Über uns.docx"),
        ("..", "article"),
        (".hidden.txt", "hidden.txt"),
        ("", "article"),
        ("a\0b\n\tc.txt", "ab c.txt"),
        ("gpj.\u202etxt.exe.txt", "gpj.txt.exe.txt"),
        ("zero\u200bwidth.md", "zerowidth.md"),
        ("<img src=x onerror=alert(1)>.html", "img src=x onerror=alert(1).html"),
        ("\ud800.txt", "txt"),
        ("x" * 500 + ".tar.gz", "x" * 113 + ".tar.gz"),
        ("ü" * 200 + ".txt", "ü" * 58 + ".txt"),
        ("/", "article"),
    ],
)
def test_names_are_made_harmless(name: str, harmless: str) -> None:
    assert harmless_name(name) == harmless
    assert harmless_name(harmless) == harmless
