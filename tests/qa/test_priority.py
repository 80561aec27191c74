"""Work in the background waits while questions are looked up."""

from __future__ import annotations

import threading

from qa.priority import Priority


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
    assert not priority._questions
