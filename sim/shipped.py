"""Files that come with the package: the dashboard's page and the examples; in a checkout they lie at its top."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The path of a file or folder that comes with the package, such as `app.py` or `scenarios`."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.exists() else _PACKAGE.parent / name


def examples() -> dict[str, Path]:
    """The example scenarios by name: a folder with `scenario.yaml`, or a file.

    >>> sorted(examples())[0]
    'first-steps'
    """
    place = shipped("scenarios")
    folders = {file.parent.name: file.parent for file in place.glob("*/scenario.yaml")}
    return dict(sorted({**folders, **{file.stem: file for file in place.glob("*.yaml")}}.items()))


def located(path: str | Path) -> Path:
    """The path as it is, or the example of that name where nothing else has it.

    >>> located("first-steps").name, located("missing.yaml").name
    ('first-steps.yaml', 'missing.yaml')
    """
    place = Path(path)
    return place if place.exists() or len(place.parts) != 1 else examples().get(str(path), place)
