"""The time from a reader's Enter to the answer on the page, in a real browser:

    python -m benchmarks.first_text --index DIR [--rounds N]

Starts the chat on an index of the bundled articles and asks ten English questions of them, round
after round, in the system's Chromium. Most quotes are German: while the first questions are asked
the small model that translates is being loaded, and then it translates.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

_QUESTIONS = (
    "What did Sherman demand?",
    "Where does the OSCE have its seat?",
    "When was Jens Stoltenberg born?",
    "Who signed the Minsk protocol?",
    "How many soldiers does Germany send to Lithuania?",
    "When did the USA leave the INF Treaty?",
    "Which powers negotiated the Budapest Memorandum?",
    "Who leads the battle group in Latvia?",
    "When was the Helsinki Final Act signed?",
    "What is the Normandy format?",
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
_THINKING = 0.4  # seconds between an answer and the next question
_WATCH = """() => {
  const answers = () => document.querySelectorAll("#conversation .answer").length;
  let asked = 0, before = 0;
  window.times = [];
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { asked = performance.now(); before = answers(); }
  }, true);
  new MutationObserver(() => {
    if (asked && answers() > before) { window.times.push(performance.now() - asked); asked = 0; }
  }).observe(document.body, { childList: true, subtree: true });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["chat", "--index", str(options.index), "--port", str(port)]
    server = subprocess.Popen([sys.executable, "-m", "qa.cli", *command])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(_FLAGS)
            )
            times = _ask(chromium.new_page(), address, options.rounds)
    finally:
        server.terminate()
        server.wait(20)
    median, slow = np.quantile(times, [0.5, 0.95])
    print(
        f"{len(times)} answers: on the page after {median:.0f} ms (median), 95 % within "
        f"{slow:.0f} ms, all within {max(times):.0f} ms"
    )


def _ask(page: Page, address: str, rounds: int) -> list[float]:
    """Milliseconds; each round is a conversation of its own."""
    times: list[float] = []
    for _ in range(rounds):
        page.goto(address)
        page.locator("#question textarea").wait_for()
        time.sleep(2)  # the page's own scripts have run
        page.evaluate(_WATCH)
        for number, question in enumerate(_QUESTIONS, start=1):
            page.fill("#question textarea", question)
            page.press("#question textarea", "Enter")
            page.wait_for_function("number => window.times.length >= number", arg=number)
            time.sleep(_THINKING)
        times += page.evaluate("window.times")
    return times


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the chat did not start at {address}")


if __name__ == "__main__":
    main()
