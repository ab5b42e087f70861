"""What strangers send: addresses, files and names made to break, to act, or to cost. The page lives on after each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import sentence, texts
from streamlit.testing.v1 import AppTest

Page = Callable[..., AppTest]
SECONDS = 3.0

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
PATHS = (
    "../../etc/passwd", "/etc/passwd", "..\\..\\windows", "file:///etc/passwd", "harbour/../wrong", "%2e%2e/x", "\x00",
)  # fmt: skip
ADDRESSES: tuple[dict[str, str | list[str]], ...] = (
    *({"scenario": path} for path in PATHS),
    {"scenario": SCRIPT}, {"scenario": "uploaded"}, {"scenario": "x" * 5000}, {"scenario": "[a](https://evil.example)"},
    {"policy": SCRIPT}, {"policy": "let_it_run", "draws": "1e9"}, {"question": "Q1' OR 1=1"}, {"question": "\u202eQ1"},
    {"draws": "5000", "worlds": "512", "set": ["timeline.steps=520"], "policy": "let_it_run"},
    {"draws": "999999"}, {"worlds": "-1"}, {"seed": "1e99"}, {"seed": "9" * 400}, {"seed": "-0"},
    {"scale": "sideways", "sort": "javascript:alert(1)"}, {"b": ["timeline.steps=520", "nonsense"]},
    {"set": ["timeline.steps=520"]}, {"set": ["timeline={steps: 520, step: 1 day}"]}, {"set": ["title=Hacked"]},
    {"set": ["variables.clash.states=[none, shots, battle, war]"]}, {"set": ["variables={}"]},
    {"set": ["questions={}"]},
    {"set": ["experts.ann.name=Somebody Else"]}, {"set": ["sources.gazette.url=https://evil.example"]},
    {"set": ["policies.talk={}"]}, {"set": ["lexicons={own: ../../etc/passwd}"]}, {"set": ["id=other"]},
    {"set": ["pool.recalibrate=../../etc/passwd"]}, {"set": ["pool.recalibrate=words.csv"]},
    {"set": ["pool.weights=x"]},
    {"set": ["__class__.__init__=1"]}, {"set": ["judgments.J1.expert=bob"]}, {"set": ["judgments.J1.given={}"]},
    {"set": ["experts.past.weight=1e308"]}, {"set": ["experts.past.weight=nan"]}, {"set": ["judgments.J1.nudge=-.inf"]},
    {"set": ["judgments.J1.nudge=!!python/object/apply:os.system [id]"]}, {"set": ["lexicon=&a [*a, *a]"]},
    {"set": ["judgments.J1.says=" + "[" * 500]}, {"set": ["judgments.J1.says={table: [[1]]}"]},
    {"set": [f"judgments.J1.says={SCRIPT}"]}, {"set": [f"experts.e{k}.weight=1" for k in range(300)]},
    {"set": ["=", "==", "a", "pool.rule=", " =x"]},
    {"set": ["lexicon={" + ", ".join(f"b{k}: 1" for k in range(500)) + "}"]},
    {"set": ["judgments.J4.says={split: {none: 99999999999%, shots: -8%, battle: 2%}}"]},
    {"__proto__": "x", "embed": "true"},
)  # fmt: skip

BATCHES = 6
_LEVELS = zip("abcdefg", "bcdefgh", strict=True)
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in _LEVELS)
UPLOADS: dict[str, tuple[str, bytes]] = {
    "nothing": ("a.yaml", b""), "zip": ("a.zip", b"PK\x03\x04" + b"\x00" * 2000),
    "too large": ("a.yaml", b"a: 1\n" * 400_000),
    "aliases": ("a.yaml", BOMB.encode()), "deep": ("a.yaml", b"[" * 100_000),
    "binary": ("a.yaml", bytes(range(256)) * 40),
    "utf-16": ("a.yaml", "id: x".encode("utf-16")), "python": ("a.yaml", b"!!python/object/apply:os.system [id]"),
    "a name that acts": (f"../{SCRIPT}.yaml", b"a: 1"),
    "many keys": ("a.yaml", b"".join(b"k%d: 1\n" % k for k in range(50_000))),
    "json": ("a.json", b'{"a": 1e999999}'), "no break": ("a.yaml", b"a" * 900_000),
}  # fmt: skip


def check(app: AppTest, what: object) -> None:
    """Fails where the page is broken or markup of an address has got into it."""
    assert not app.exception, what
    markup = "".join(block.proto.body for block in app.get("html") if hasattr(block.proto, "body"))
    assert "onerror" not in markup, what
    assert sentence(app).startswith("**"), what


@pytest.mark.parametrize("batch", range(BATCHES))
def test_an_address_breaks_nothing_and_costs_little(page: Page, batch: int) -> None:
    good = sentence(page(policy="talk"))
    for query in ADDRESSES[batch::BATCHES]:
        start = time.process_time()
        app = page(**query)
        assert time.process_time() - start < SECONDS, query
        assert "2026" in texts(app), query
        check(app, query)
    assert sentence(page(policy="talk")) == good


@pytest.mark.parametrize("batch", range(2))
def test_an_upload_breaks_nothing_and_the_view_stays(page: Page, batch: int) -> None:
    app = page()
    before = sentence(app)
    for name in [*UPLOADS][batch::2]:
        file, content = UPLOADS[name]
        start = time.process_time()
        app.file_uploader(key="upload").set_value((file, content, "application/yaml")).run()
        assert time.process_time() - start < SECONDS, name
        assert sentence(app) == before, name
        assert app.error[0].value.startswith("This scenario cannot be used: "), name
        check(app, name)
    assert sentence(page()) == before


@pytest.mark.parametrize(
    "path", ["timeline.steps", "title", "variables.clash.states", "judgments.J1.expert", "policies.talk"]
)
def test_structure_in_an_address_is_named_and_left_out(page: Page, path: str) -> None:
    app = page(set=[f"{path}=5", "judgments.J1.nudge=0.4"])
    assert f"{path}: the page changes weights" in app.code[0].value
    assert app.select_slider(key="harbour:judgments.J1.nudge").value == 0.4


LABELS = (
    SCRIPT, "see https://evil.example/x", "www.evil.example", "mail a.b@evil.example", "[a](https://evil.example)",
    "![a](https://evil.example/a.png)", "<a href=javascript:alert(1)>x</a>", "$$\\href{https://evil.example}{x}$$",
    ":red[x] :material/home: :+1:", "# heading", "`code` **bold** ~~gone~~", "&lt;script&gt;", "{{7*7}} ${7*7} %s {0}",
    "\u202eevil", "x" * 300,
)  # fmt: skip


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("path", ["", "why", "learn", "compare", "paths", "settings"])
def test_a_name_in_a_file_is_shown_and_does_not_act(page: Page, folder: Path, turn: int, path: str) -> None:
    """The browser says whether a link is one (`tests/browser/test_hostile_in_browser.py`)."""
    (folder / "hostile.yaml").write_text(hostile(folder, 3 * turn), encoding="utf-8")
    app = page(scenario="hostile", at=path)
    assert not app.exception
    said = re.sub("<div role=.*?</div>", "", texts(app))  # HTML is no Markdown: an address in it is no link
    assert re.findall(r"https?://evil|www\.evil|@evil|(?<!\\)<(?:script|img|a )|(?<!\\)\]\(https?:/*evil", said) == []


NAMES = (
    '"A *made-up* harbour [dispute](https://example.org)"', '"Are shots *fired* by 21 January 2026?"', '"Ann *Star*"',
    "label: Clash", "Bob", "Past disputes", '"Is the public angry on 21 January 2026?"', "The Gazette",
    "A Harbour Institute", "label: Mood", "paragraph 2", "Shots are unlikely.",
)  # fmt: skip


def hostile(folder: Path, first: int) -> str:
    """The harbour with a text in the place of every name, another for each, beginning with the one at `first`."""
    text = (folder / "harbour.yaml").read_text(encoding="utf-8")
    for place, name in enumerate(NAMES, start=first):
        quoted = "'" + LABELS[place % len(LABELS)].replace("'", "''") + "'"
        assert name in text
        text = text.replace(name, f"label: {quoted}" if name.startswith("label: ") else quoted)
    return text
