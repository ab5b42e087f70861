"""A visitor without a browser: speaks Streamlit's websocket and moves the sliders that the page sends."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 120.0  # seconds for one run of the page


@dataclass
class Run:
    """What the page sent in one run. chart, done: seconds from the request. errors: red boxes."""

    asked: float = field(default_factory=time.perf_counter)
    chart: float | None = None
    done: float = 0.0
    sent: int = 0
    errors: int = 0
    sliders: dict[str, Slider] = field(default_factory=dict)

    def take(self, message: ForwardMsg, chart: str) -> bool:
        """Note one message; True for the last of the run."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.sliders.clear()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            what = element.WhichOneof("type")
            if what == "slider":
                self.sliders[element.slider.id] = element.slider
            elif what == "vega_lite_chart" and self.chart is None:
                found = chart in element.vega_lite_chart.id or chart in element.vega_lite_chart.alt
                self.chart = time.perf_counter() - self.asked if found else None
            self.errors += what == "exception"
        early = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
        return kind == "script_finished" and message.script_finished != early


class Client:
    """One visitor's session; `connected` opens the page.

    chart: a part of the key or the text of the chart to wait for; empty: the first that is sent.
    """

    def __init__(self, socket: ClientConnection, query: str, chart: str, seed: int) -> None:
        self._socket, self._query, self._chart = socket, query, chart
        self._rng, self._page = random.Random(seed), ""
        self._sliders: dict[str, Slider] = {}
        self._places: dict[str, Any] = {}

    @classmethod
    @asynccontextmanager
    async def connected(cls, address: str, query: str, chart: str, seed: int) -> AsyncIterator[Client]:
        """A visitor who has seen the page once, and leaves at the end."""
        url = address.replace("http", "ws", 1) + "_stcore/stream"
        protocol = Subprotocol("streamlit")
        async with connect(url, subprotocols=[protocol], max_size=None, open_timeout=PATIENCE) as socket:
            client = cls(socket, query, chart, seed)
            await client._run()
            if not client._sliders:
                raise RuntimeError(f"the page at ?{query} has sent no slider")
            yield client

    async def move(self) -> Run:
        """One slider, any of those on the page, moved by one to ten places."""
        slider = self._rng.choice(list(self._sliders.values()))
        steps = self._rng.choice([step for step in range(-10, 11) if step])
        if slider.options:
            options = list(slider.options)
            here, last = options.index(self._places[slider.id]), len(options) - 1
            there = here + steps if 0 <= here + steps <= last else here - steps
            self._places[slider.id] = options[min(max(there, 0), last)]
        else:
            there = self._places[slider.id] + steps * slider.step
            there = there if slider.min <= there <= slider.max else there - 2 * steps * slider.step
            self._places[slider.id] = min(max(there, slider.min), slider.max)
        return await self._run()

    async def _run(self) -> Run:
        run = Run()
        await self._socket.send(self._request())
        async with asyncio.timeout(PATIENCE):
            while True:
                data = await self._socket.recv()
                message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
                run.sent += len(data)
                self._note(message)
                if run.take(message, self._chart):
                    break
        run.done = time.perf_counter() - run.asked
        self._sliders = run.sliders
        for name, slider in run.sliders.items():
            gone = slider.options and self._places.get(name) not in slider.options
            if name not in self._places or slider.set_value or gone:
                self._places[name] = _place(slider)
        return run

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "new_session" and not self._page:
            self._page = message.new_session.page_script_hash

    def _request(self) -> bytes:
        request = BackMsg()
        state = request.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.context_info.timezone, state.context_info.locale = "UTC", "en-GB"
        state.context_info.color_scheme = "light"
        for name, slider in self._sliders.items():
            widget = state.widget_states.widgets.add(id=name)
            if slider.options:
                widget.string_array_value.data.append(self._places[name])
            else:
                widget.double_array_value.data.append(self._places[name])
        return request.SerializeToString()


def _place(slider: Slider) -> Any:
    """Where the page puts a slider: the text of an option, or a number."""
    if slider.options:
        if slider.set_value and slider.raw_value:
            return slider.raw_value[0]
        return slider.options[int(slider.default[0])]
    return slider.value[0] if slider.set_value and slider.value else slider.default[0]
