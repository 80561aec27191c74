"""Readers who ask at the same time get what each would get alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# In a process of its own: what this watches for ends the process.
_SCRIPT = """
import sys, threading, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from word_encoder import word_embedder
from index import Archive, Search
from index.text import Question

archive = Archive(Path(sys.argv[1]), word_embedder(dimension=256))
questions = [
    Question(f"{word} {number}?", language)
    for number, (language, word) in enumerate(
        [("de", "Zug"), ("en", "train"), ("fr", "gare"), ("it", "treno"), ("es", "tren")] * 8
    )
]

def ask(question):
    snapshot = archive.current()
    search = Search(snapshot, archive.embedder)
    found = search.rank(question, search.propose(question))
    return [(c.sentence.id, c.score) for c in found[:20]]

alone = [ask(question) for question in questions]
ends = time.monotonic() + 4
wrong, asked = [], []

def reader(number):
    while time.monotonic() < ends:
        for place in range(len(questions)):
            place = (place + 5 * number) % len(questions)
            if ask(questions[place]) != alone[place]:
                wrong.append(place)
            asked.append(place)

threads = [threading.Thread(target=reader, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(asked), len(wrong))
"""


def test_eight_readers_at_once(tmp_path: Path) -> None:
    from word_encoder import word_embedder

    from index import update_index

    words = {"de": "Zug", "en": "train", "fr": "gare", "it": "treno", "es": "tren"}
    for language, word in words.items():
        sentences = " ".join(f"{word} {n} {word}{n % 7} {language}{n}." for n in range(800))
        (tmp_path / f"{language}.md").write_text(f"---\nlanguage: {language}\n---\n{sentences}")
    embedder = word_embedder(dimension=256)
    update_index(tmp_path / "index", [tmp_path], embedder, lambda *_: None)
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path / "index"), str(Path(__file__).parents[1])],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    asked, wrong = map(int, done.stdout.split())
    assert asked > 100
    assert wrong == 0
