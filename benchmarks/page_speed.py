"""How fast the page is in a browser: `python -m benchmarks.page_speed`.

Prints the time to the first paint and until a question can be typed, in a browser that has seen
nothing of it before; how much is loaded for that, and from which hosts; and the time from Enter to
the answer on the page.
"""

from __future__ import annotations

from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from benchmarks.browsing import chromium, running_chat

_TIMES = 7  # that the page is opened
_QUESTIONS = (
    "What did Sherman demand?", "How many states belong to the OSCE?",
    "When was Jens Stoltenberg born?", "Wie lange dauerte das Treffen des NATO-Russland-Rates?",
    "Quand Jens Stoltenberg est-il né ?", "¿Cuántos soldados tiene cada grupo de combate?",
    "How many moons does Saturn have?",
)  # fmt: skip
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_LOADED = """performance.getEntriesByType('resource').map((one) =>
  [one.name, one.transferSize, one.decodedBodySize])"""
# From Enter to the frame that shows the answer.
_ANSWERED = """(question) => new Promise((resolve) => {
  const field = document.querySelector('#question');
  const count = document.querySelectorAll('.turn .answer').length;
  field.value = question;
  const began = performance.now();
  document.querySelector('#ask').requestSubmit();
  const look = () => document.querySelectorAll('.turn .answer').length > count
    ? resolve(performance.now() - began) : requestAnimationFrame(look);
  look();
})"""


def main() -> None:
    with running_chat() as address, chromium() as browser:
        opened = [_opened(browser, address) for _ in range(_TIMES)]
        paints, readies, pages = zip(*opened, strict=True)
        loaded = pages[-1].evaluate(_LOADED)
        navigation = pages[-1].evaluate(
            "performance.getEntriesByType('navigation').map((one) => "
            "[location.href, one.transferSize, one.decodedBodySize])"
        )
        hosts = sorted({urlsplit(name).netloc for name, *_ in loaded})
        sent, held = (sum(one[at] for one in [*loaded, *navigation]) for at in (1, 2))
        answers = [pages[-1].evaluate(_ANSWERED, question) for question in _QUESTIONS * 3]
        print(f"first paint: {median(paints):.0f} ms (median of {_TIMES})")
        print(f"a question can be typed: {median(readies):.0f} ms")
        print(f"loaded: {len(loaded) + 1} files, {sent / 1e6:.2f} MB sent, {held / 1e6:.2f} MB")
        print(f"hosts: {', '.join(hosts)}")
        print(f"from Enter to the answer: {median(answers):.0f} ms, at most {max(answers):.0f} ms")


def _opened(browser: Browser, address: str) -> tuple[float, float, Page]:
    """In a browser that has nothing of it: milliseconds to the first paint, and to the field."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    page.locator("#fundstelle .ready #question").wait_for()
    ready = page.evaluate("performance.now()")
    page.wait_for_timeout(500)
    return page.evaluate(_PAINT), ready, page


if __name__ == "__main__":
    main()
