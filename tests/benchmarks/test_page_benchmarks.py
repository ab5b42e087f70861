"""What the page's benchmarks tell of made-up measurements, and that their pieces work. Nothing here is timed."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider

from benchmarks.page import constant, moves, start, visitors
from benchmarks.page.browser import Move
from benchmarks.page.client import Client, Run
from benchmarks.page.server import DASHBOARD, serve


def cells(table: str, name: str) -> list[str]:
    """A row of a table by what its first cell begins with."""
    row = next(line for line in table.splitlines() if line.startswith(f"| {name}"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def test_the_bars_of_a_move_are_medians_beside_the_floor() -> None:
    constant_page = [Move(100.0, 200.0, 50.0, 40_000)] * 3
    good = [Move(199.0, 500.0, 150.0, 41_000), Move(201.0, 499.0, 150.0, 41_000), Move(None, 500.0, 150.0, 41_000)]
    table = moves.table({"page": good, "constant": constant_page})
    assert cells(table, "chart beside the sliders, ms, median") == ["200", "100", "+100", "+ 100", "met"]
    assert cells(table, "everything at rest, ms, median") == ["500", "200", "+300", "+ 300", "met"]
    assert cells(table, "server CPU") == ["150", "50", "3.0 x", "3 x", "met"]
    assert cells(table, "sent") == ["41.0", "40.0", "+1.0", "", ""]
    bad = [Move(203.0, 501.0, 151.0, 41_000)] * 3
    assert moves.table({"page": bad, "constant": constant_page}).count("missed") == 3
    assert "as it was" in moves.by_slider({"page": [good[2]], "constant": constant_page[:1]}, 1)


@pytest.mark.parametrize(("cold", "floor", "met"), [(3.9, 1.0, True), (4.1, 2.7, True), (4.1, 2.5, False)])
def test_the_bar_of_a_start_is_seconds_or_the_empty_app_and_more(cold: float, floor: float, met: bool) -> None:
    page, empty = start.Start(1.0, cold, 2.0, 1.4, 3.0), start.Start(0.9, floor, 1.0, 0.5, 1.0)
    table = start.table({"page": [page], "empty": [empty]})
    assert cells(table, "command to the first chart")[-1] == ("met" if met else "missed")
    assert cells(table, "later visitor")[-1] == "met"


def journal(charts: list[float], then: float, end: float, **counts: int) -> visitors.Journal:
    """An hour's, with these times and megabytes after ten minutes and at the end."""
    told = visitors.Journal(begun=visitors.Journal().begun - 3600)
    told.moves = [(60.0 * place, Run(chart=chart, done=chart)) for place, chart in enumerate(charts)]
    told.memory = [(590.0, then), (3590.0, end)]
    told.counts.update(counts)
    return told


@pytest.mark.parametrize(
    ("told", "good"),
    [
        (journal([1.0] * 96 + [9.0] * 4, 500, 549), True), (journal([1.0] * 94 + [9.0] * 6, 500, 549), False),
        (journal([1.0] * 9, 500, 551), False), (journal([1.0] * 9, 500, 500, lost=1), False),
        (journal([1.0] * 9, 500, 500, errors=1), False), (journal([], 500, 500), False),
    ],
)  # fmt: skip
def test_a_soak_is_good_by_its_times_its_memory_and_no_trouble(told: visitors.Journal, good: bool) -> None:
    assert visitors.summary(told, 60)[1] == good


def test_the_constant_page_edits_in_name_only_and_answers_from_a_table() -> None:
    file = SimpleNamespace(digest="d")
    made: list[object] = []

    def apply_edits(file: object, edits: object) -> object:
        made.append(edits)
        return f"scenario {len(made)}", edits, ()

    answer = constant._in_turn(apply_edits)
    asked = [(("a", str(place)),) for place in range(10)]
    told = [answer(file, edits) for edits in asked]
    assert made == asked[: constant.TURNS]
    assert [scenario for scenario, *_ in told] == [f"scenario {1 + place % constant.TURNS}" for place in range(10)]
    assert [edits for _, edits, _ in told] == asked
    assert answer(file, asked[7]) == told[7]

    calls: list[object] = []
    once = constant._constant(lambda *args: calls.append(args) or len(calls), "compute")
    assert [once("x"), once("y"), once("x")] == [1, 2, 1]


def test_a_client_moves_a_slider_by_its_options_and_waits_for_the_run_that_counts() -> None:
    slider = Slider(id="s", options=["low", "mid", "high"], default=[1])
    session, shown, chart = ForwardMsg(), ForwardMsg(), ForwardMsg()
    session.new_session.page_script_hash = "page"
    shown.delta.new_element.slider.CopyFrom(slider)
    chart.delta.new_element.vega_lite_chart.alt = "the readings"
    early, end = (ForwardMsg(script_finished=status) for status in (
        ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN, ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ))  # fmt: skip

    class Socket:
        def __init__(self) -> None:
            self.asked: list[bytes] = []
            self.left: list[ForwardMsg] = []

        async def send(self, data: bytes) -> None:
            self.asked.append(data)
            self.left = [session, early, session, shown, chart, end]

        async def recv(self) -> bytes:
            return self.left.pop(0).SerializeToString()

    socket = Socket()

    async def visit() -> Run:
        client = Client(socket, "", "readings", 1)  # type: ignore[arg-type]
        await client._run()
        return await client.move()

    run = asyncio.run(visit())
    assert run.chart is not None
    assert socket.left == []
    state = asked_of(socket.asked[-1])
    assert state.page_script_hash == "page"
    (widget,) = state.widget_states.widgets
    assert widget.id == "s"
    assert list(widget.string_array_value.data) in (["low"], ["high"])


def asked_of(data: bytes) -> ClientState:
    """What a client sent."""
    return BackMsg.FromString(data).rerun_script


@pytest.mark.slow
def test_visitors_of_a_real_server() -> None:
    crowd = visitors.Crowd(2, 0.4, 0.0, 10, "draws=100", "", 1)
    told = visitors.Journal()
    with serve((*DASHBOARD, "tests/dashboard/harbour.yaml")) as server:
        asyncio.run(crowd.visit(server, told))
    assert len(told.moves) > 2
    assert all(run.chart is not None for _, run in told.moves)
    assert (told.counts["came"], told.counts["lost"], told.counts["errors"]) == (2, 0, 0)
