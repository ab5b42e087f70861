"""Turns at work: one at a time, urgent ones first, and a turn comes back whatever happens in it."""

from __future__ import annotations

import threading
import time

import pytest

from sim.dashboard.turns import Turns

SOON = 10.0  # seconds; a busy machine is no failure


def _worker(turns: Turns, name: str, urgent: bool, order: list[str]) -> threading.Thread:
    def work() -> None:
        with turns.take(urgent=urgent):
            order.append(name)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _until_waiting(turns: Turns, urgent: int, threads: int) -> None:
    last = time.monotonic() + SOON
    while turns._urgent < urgent or len(turns._change._waiters) < threads:  # type: ignore[attr-defined]
        assert time.monotonic() < last
        time.sleep(0.005)


def test_urgent_work_goes_before_all_that_waits() -> None:
    turns, order = Turns(), list[str]()
    with turns.take():
        threads = [_worker(turns, f"rest {place}", False, order) for place in range(3)]
        _until_waiting(turns, 0, 3)
        threads += [_worker(turns, f"answer {place}", True, order) for place in range(2)]
        _until_waiting(turns, 2, 5)
        assert order == []
    for thread in threads:
        thread.join(SOON)
    assert sorted(order[:2]) == ["answer 0", "answer 1"]
    assert len(order) == 5


def test_one_works_at_a_time() -> None:
    turns, inside, most = Turns(), 0, 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        for place in range(20):
            with turns.take(urgent=bool(place % 2)):
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads)
    assert most == 1


@pytest.mark.parametrize("urgent", [True, False])
def test_a_turn_comes_back_after_an_error(urgent: bool) -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.take(urgent=urgent):
        raise ZeroDivisionError
    order = list[str]()
    _worker(turns, "next", False, order).join(SOON)
    assert order == ["next"]
