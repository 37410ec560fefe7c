"""Ctrl-C during work that must be whole: it waits, and is not lost."""

from __future__ import annotations

import signal
import threading

import pytest

from twin.engine.record.unbroken import unbroken


def test_ctrl_c_comes_after_the_block() -> None:
    done = []

    def work() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            done.append("first")
            signal.raise_signal(signal.SIGINT)
            done.append("second")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["first", "second"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_inside_is_told_and_the_handler_is_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), unbroken():
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_may_use_it() -> None:
    done = []

    def work() -> None:
        with unbroken():
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
