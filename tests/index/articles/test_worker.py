"""What a file does to its reader costs that file alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_formats import Hostile
from made_pdf import column, made_pdf

from index import InputError
from index.articles import FORMATS, Extractor, Limits, Source

QUICK = Limits(seconds=2.0, memory_bytes=300_000_000, file_characters=5_000_000)


@pytest.fixture(autouse=True)
def hostile() -> Iterator[None]:
    FORMATS.append(Hostile())
    yield
    FORMATS.pop()


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(QUICK) as extractor:
        yield extractor


def _source(order: str) -> Source:
    return Source(Path("a.hostile"), data=order.encode())


def _pid(extractor: Extractor) -> int:
    (article,) = extractor.extract(_source("answer ")).articles
    return int(article.text)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text().split()[2] != "Z"  # ended, not fetched
    except ProcessLookupError:
        return False


def test_a_file_is_read_in_another_process_that_stays(extractor: Extractor) -> None:
    pid = _pid(extractor)
    assert pid != os.getpid()
    assert _pid(extractor) == pid
    assert extractor.extract(_source("answer ")).problems == ["a.hostile: it was read apart"]


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("sleep", "it takes longer than 2 seconds to read"),
        ("spin", "it takes longer than 2 seconds to read"),
        ("abort", "its reader crashed over it (SIGABRT)"),
        ("exit", "its reader crashed over it (code 3)"),
        ("leave", "its reader gave up over it"),
        ("eat", "it takes more than 300,000,000 bytes of memory to read"),
        ("recurse", "it is damaged, or its reader is (RecursionError: "),
        ("flood text", "it holds more than 5,000,000 characters of text: split it up"),
    ],
)
def test_a_bad_file_is_one_line_and_the_next_is_read(
    order: str, reason: str, extractor: Extractor
) -> None:
    with pytest.raises(InputError) as caught:
        extractor.extract(_source(order))
    assert str(caught.value).startswith(f"cannot read a.hostile: {reason}")
    assert "\n" not in str(caught.value)
    assert _pid(extractor)


def test_what_a_library_prints_is_no_answer(extractor: Extractor) -> None:
    assert extractor.extract(_source("print text")).articles[0].text.startswith("text")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_reader_writes_no_file(extractor: Extractor, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="File too large"):
        extractor.extract(_source(f"write {tmp_path}/written"))
    assert (tmp_path / "written").stat().st_size == 0


def test_its_process_ends_with_it() -> None:
    with Extractor(QUICK) as extractor:
        pid = _pid(extractor)
        assert _is_there(pid)
    assert not _is_there(pid)


def test_text_is_read_without_a_process(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The dyke held.")
    with Extractor() as extractor:
        assert extractor.extract(Source(path)).articles[0].text == "The dyke held."
        assert extractor._process is None


def test_real_files_are_read_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made_pdf([column(50, 700, ["The dyke held all night."]), []]))
    with Extractor() as extractor:
        extracted = extractor.extract(Source(path))
        assert [(a.text, a.pages) for a in extracted.articles] == [
            ("The dyke held all night.", (0, 24))
        ]
        assert extracted.problems == [f"{path}: no text on page 2 (scanned?)"]
        assert extractor.extract(Source(Path("a.htm"), data=b"<p>It rained.</p>")).articles
        with pytest.raises(InputError, match="cannot read gone.pdf: No such file"):
            extractor.extract(Source(Path("gone.pdf")))


PROGRAM = """
import sys
from pathlib import Path
sys.path += sys.argv[1:]
from hostile_formats import Hostile
from index.articles import FORMATS, Extractor, Source
FORMATS.append(Hostile())
try:
    with Extractor() as extractor:
        (article,) = extractor.extract(Source(Path("a.hostile"), data=b"answer ")).articles
        print(article.text.strip(), flush=True)
        extractor.extract(Source(Path("a.hostile"), data=b"sleep"))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has another Ctrl-C")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_over(ending: signal.Signals) -> None:
    here = Path(__file__).parents[1]
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(here)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=here.parents[1],
        # What a shell starts in the background has Ctrl-C ignored, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert program.stdout is not None and program.stderr is not None
    pid = int(program.stdout.readline())
    time.sleep(0.3)
    if ending == signal.SIGINT:
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does
        assert program.wait(timeout=10) == 130
        assert not program.stderr.read()
        assert not _is_there(pid)
    else:
        program.kill()
        program.wait()
        os.kill(pid, signal.SIGALRM)  # what comes at the end of its time
        deadline = time.monotonic() + 10
        while _is_there(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _is_there(pid)
