"""Debian's Firefox without a window, driven by WebDriver BiDi, which it speaks by itself.

Playwright drives a Firefox of its own only, which cannot be had from packages.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

KEYS = {"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015",
        "Home": "\ue011", "End": "\ue010", "Tab": "\ue004", "Enter": "\ue007", " ": " "}  # fmt: skip
# Nothing asked of the outside, nothing in the way.
PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False, "app.update.disabledForTesting": True, "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False, "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1", "toolkit.telemetry.server": "",
}  # fmt: skip


class Wire:
    """Commands to the browser, one after the other, and what it tells by itself."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, seconds: float = 90, **params: Any) -> dict[str, Any]:
        """The browser's answer; raises RuntimeError with its reason where it refuses."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        last = time.monotonic() + seconds
        while True:
            message = json.loads(self._socket.recv(timeout=max(0.0, last - time.monotonic())))
            if message.get("id") == number:
                break
            self.events.append(message)
        if message["type"] == "error":
            raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
        return dict(message["result"])


class Tab:
    """One page of a visitor of its own: nothing is shared with other tabs."""

    def __init__(self, wire: Wire, width: int, height: int) -> None:
        self._wire = wire
        visitor = wire.ask("browser.createUserContext")["userContext"]
        self._name = wire.ask("browsingContext.create", type="tab", userContext=visitor)["context"]
        wire.ask("browsingContext.setViewport", context=self._name, viewport={"width": width, "height": height})

    def open(self, address: str) -> None:
        self._wire.ask("browsingContext.navigate", context=self._name, url=address, wait="complete")

    def evaluate(self, function: str, *args: Any) -> Any:
        """What a function of JavaScript makes of JSON values, as a JSON value; a promise is waited for."""
        told = self._wire.ask(
            "script.callFunction", target={"context": self._name}, awaitPromise=True,
            functionDeclaration=f"async text => JSON.stringify(await ({function})(...JSON.parse(text)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(args)}],
        )  # fmt: skip
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def wait_for(self, function: str, *args: Any, seconds: float = 60) -> Any:
        """The first answer of a function that is true in JavaScript's sense."""
        last = time.monotonic() + seconds
        while not (answer := self.evaluate(function, *args)):
            assert time.monotonic() < last, f"not in {seconds:g} s: {function} {args}"
            time.sleep(0.05)
        return answer

    def press(self, *keys: str) -> None:
        """Keys of the keyboard, one after the other: a name of `KEYS` or a letter."""
        values = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._wire.ask("input.performActions", context=self._name, actions=actions)

    def close(self) -> None:
        self._wire.ask("browsingContext.close", context=self._name)


class Firefox:
    """A running Firefox."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        wire.ask("session.new", capabilities={})
        wire.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])

    def tab(self, *, width: int = 1400, height: int = 1000) -> Tab:
        return Tab(self._wire, width, height)

    def troubles(self, server: str) -> list[str]:
        """Errors in the console and requests that went elsewhere since this was last asked."""
        self._wire.ask("session.status")  # what came before it has been read
        events, self._wire.events = self._wire.events, []
        found = []
        for event in events:
            about = event["params"]
            if event["method"] == "log.entryAdded" and about["level"] == "error":
                found.append(str(about["text"]))
            elif event["method"] == "network.beforeRequestSent":
                address = about["request"]["url"]
                if not address.startswith((server, server.replace("http", "ws", 1), "data:", "blob:", "about:")):
                    found.append(f"fetched from elsewhere: {address}")
        return found


@contextmanager
def start(program: str, folder: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own in an empty folder."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(f"{_address(folder, process)}/session", max_size=None, ping_interval=None) as socket:
            wire = Wire(socket)
            yield Firefox(wire)
            wire.ask("browser.close")
            process.wait(timeout=30)
    finally:
        process.kill()
        process.wait()


def _address(folder: Path, process: subprocess.Popen[bytes], seconds: float = 60) -> str:
    """Firefox writes into its profile where it listens."""
    told = folder / "WebDriverBiDiServer.json"
    last = time.monotonic() + seconds
    while time.monotonic() < last and process.poll() is None:
        try:
            listening = json.loads(told.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            time.sleep(0.1)
        else:
            return f"ws://{listening['ws_host']}:{listening['ws_port']}"
    raise RuntimeError("Firefox does not say where it listens")
