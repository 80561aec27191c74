"""Formats whose library does what some do over a bad file, for the tests of who reads apart."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

from index.articles import Entry, Problem, Source


class Hostile:
    """Does what the file says."""

    suffixes = (".hostile",)
    apart = True

    def fits(self, head: bytes) -> bool:
        return True

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        order, _, text = source.content().decode().partition(" ")
        problem("it was read apart")
        if order == "sleep":
            time.sleep(600)
        elif order == "spin":
            while True:
                pass
        elif order == "abort":
            os.abort()
        elif order == "exit":
            os._exit(3)
        elif order == "leave":
            sys.exit("left")
        elif order == "eat":
            eaten = [bytearray(10_000_000) for _ in range(1_000)]
            text = str(len(eaten))
        elif order == "recurse":
            return self.read(source, problem) if self.fits(_deep(0)) else iter(())
        elif order == "write":
            with open(text, "w") as file:
                file.write("something")
        elif order == "print":
            print("nonsense on the way of the answers", flush=True)
        elif order == "flood":
            text = text * 10_000_000
        yield Entry(f"{text} {os.getpid()}")


def _deep(depth: int) -> bytes:
    return _deep(depth + 1)
