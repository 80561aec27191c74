"""Work in the background waits while questions are looked up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from qa.priority import Priority


def until(happens: Callable[[], bool]) -> None:
    """:raises AssertionError: if it does not within five seconds."""
    deadline = time.monotonic() + 5
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_nobody_waits_where_nobody_asks() -> None:
    Priority().wait()


def test_work_waits_until_the_last_question_is_answered() -> None:
    priority, worked = Priority(), threading.Event()

    def work() -> None:
        priority.wait()
        worked.set()

    with priority.question():
        with priority.question():
            threading.Thread(target=work).start()
        assert not worked.wait(0.1)
    assert worked.wait(5)


def test_a_question_that_fails_holds_nothing_up() -> None:
    priority = Priority()
    try:
        with priority.question():
            raise ValueError
    except ValueError:
        pass
    priority.wait()
    assert not priority.questions


def test_no_more_questions_are_looked_up_at_once_than_may_be_in_the_order_in_which_they_came() -> (
    None
):
    priority, order = Priority(at_once=2), list[int]()
    first, second = priority.question(), priority.question()
    first.__enter__()
    second.__enter__()

    def ask(number: int) -> None:
        with priority.question():
            order.append(number)

    readers = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for number, reader in enumerate(readers):
        reader.start()
        until(lambda number=number: priority.questions == number + 3)
    assert order == [], "two are being looked up, and the others wait"
    second.__exit__(None, None, None)
    for reader in readers:
        reader.join(5)
    assert order == [0, 1, 2]
    first.__exit__(None, None, None)
    assert priority.questions == 0


def test_a_question_that_waits_for_something_else_lets_the_next_one_in() -> None:
    priority, entered, returned = Priority(at_once=1), threading.Event(), threading.Event()

    def ask() -> None:
        with priority.question():
            entered.set()
            returned.wait(5)

    with priority.question():
        other = threading.Thread(target=ask)
        other.start()
        assert not entered.wait(0.1)
        with priority.aside():
            assert entered.wait(5)
            returned.set()
        other.join(5)
    assert priority.questions == 0
