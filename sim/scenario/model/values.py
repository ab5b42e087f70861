"""The small values of a scenario file: numbers, probabilities, dates, names, as analysts write them.

Each function takes what the YAML reader found and returns the value, or raises ValueError with a
sentence for the analyst. Values that are already right come back as they are.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_PER_CENT = re.compile(rf"({_NUMBER})\s*%")
_ONE_IN = re.compile(rf"({_NUMBER})\s+in\s+({_NUMBER})")
_ODDS = re.compile(rf"({_NUMBER})\s*:\s*({_NUMBER})")
_INTERVAL = re.compile(rf"({_NUMBER})\s*(%?)\s*[-\u2013]\s*({_NUMBER})\s*(%?)")
_PLAIN = re.compile(_NUMBER)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WITHIN = re.compile(rf"({_NUMBER}) steps?")
_STEP = re.compile(rf"({_NUMBER}) ((?:day|week|month|year)s?)")
_WHOLE_MAX = 2**53  # up to here every whole number is a double of its own
_STATE = re.compile(r"[\w%+<>/()&' -]{1,64}")
_ID = re.compile(r"[\w-]{1,64}")
_BESIDE = re.compile(r"(?:\w[\w .-]*/)*\w[\w .-]*\.csv", re.IGNORECASE)


def number(value: object) -> float:
    """A finite number. Booleans and texts are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a number is expected, not {shown(value)}")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise ValueError(f"a finite number is expected, not {shown(value)}")
    return result


def whole(value: object) -> int:
    """A whole number, however it is written: 12, 12.0 or 1.2e1.

    >>> whole(100), whole(1e2)
    (100, 100)
    """
    if isinstance(value, float) and value.is_integer() and abs(value) <= _WHOLE_MAX:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a whole number is expected, not {shown(value)}")
    return value


def version(value: object) -> int:
    """The version of a file's format: 1."""
    if isinstance(value, bool) or value != 1:
        raise ValueError(f"must be 1; you wrote {shown(value)}")
    return 1


def _counted(text: str) -> int | None:
    """The whole number at the start of `3 steps` or `1 week`, 1 to 9999; None for any other."""
    count = float(text)
    return int(count) if 1 <= count <= 9999 and count.is_integer() else None


def flag(value: object) -> bool:
    """True or false; `yes` and `on` are texts."""
    if not isinstance(value, bool):
        raise ValueError(f"true or false is expected, not {shown(value)}")
    return value


def concentration(value: object) -> float:
    """A number above 0, or the word `inf`."""
    if value in ("inf", math.inf):
        return math.inf
    result = number(value)
    if not 0 < result <= 1e9:
        raise ValueError(f"must be above 0 and at most 1000000000, or the word inf; not {shown(value)}")
    return result


def probability(value: object) -> float:
    """A probability in 0..1 from 0.05, `5%`, `1 in 20` or odds `1:19`.

    >>> probability("5%"), probability("1 in 200"), probability("3:1"), probability(0.05)
    (0.05, 0.005, 0.75, 0.05)
    """
    result = _from_text(value) if isinstance(value, str) else number(value)
    if not 0 <= result <= 1:
        raise ValueError(f"{shown(value)} is no probability: 0..1, or per cent 0..100 with %")
    return result


def likelihood(value: object) -> float:
    """A number that is proportional to a probability: 2, 0.5, `5%`, `1 in 20`.

    >>> likelihood(2), likelihood("5%")
    (2.0, 0.05)
    """
    return probability(value) if isinstance(value, str) else number(value)


def interval(text: str) -> tuple[float, float]:
    """The two ends of `10-20%`, `10%-20%` or `0.1-0.2`.

    >>> interval("10-20%"), interval("0.1-0.25")
    ((0.1, 0.2), (0.1, 0.25))
    """
    match = _INTERVAL.fullmatch(text.strip())
    if match is None or (match[2] and not match[4]):
        raise ValueError(f"a bin is expected, written 10-20% or 0.1-0.2, not {shown(text)}")
    low, high = (probability(end + match[4]) for end in (match[1], match[3]))
    if low >= high:
        raise ValueError(f"a bin runs upwards: {shown(text)} does not")
    return low, high


def looks_like_number(text: str) -> bool:
    """Whether a text is meant as a number and not as a phrase: it starts with a digit, a sign or a point."""
    return bool(re.match(r"[-+.]?[0-9]", text))


def _from_text(text: str) -> float:
    """Per cent, one in so many, odds for, or a plain number between quotes; a ratio that is none is NaN."""
    if match := _PER_CENT.fullmatch(text):
        # through the decimal text: 5.5 / 100 is not the number nearest to 0.055
        return float(f"{match[1]}e-2") if "e" not in match[1].lower() else float(match[1]) / 100
    if _PLAIN.fullmatch(text):
        return float(text)
    if match := _ONE_IN.fullmatch(text):
        part, total = float(match[1]), float(match[2])
    elif match := _ODDS.fullmatch(text):
        part, total = float(match[1]), float(match[1]) + float(match[2])
    else:
        raise ValueError(f"a probability is expected (0.05, 5%, 1 in 20, odds 1:19), not {shown(text)}")
    return part / total if 0 <= part <= total < math.inf and total > 0 else math.nan


def day(value: object) -> datetime.date:
    """A date written 2026-01-31."""
    if type(value) is datetime.date:
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not in the calendar") from None
    raise ValueError(f"a date is expected, written 2026-01-31, not {shown(value)}")


def within(value: object) -> object:
    """The number in `3 steps`."""
    if isinstance(value, int | float) and not isinstance(value, bool) and (count := _counted(str(value))):
        raise ValueError(f"write {count} steps")
    match = _WITHIN.fullmatch(value) if isinstance(value, str) else None
    if match is None or (count := _counted(match[1])) is None:
        raise ValueError(f"a whole number of steps from 1 to 9999 is expected, written 3 steps, not {shown(value)}")
    return count


def text(value: object) -> str:
    """A text that is not empty; a whole number is taken as it is written."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        quote = ": quote it" if isinstance(value, bool | float) else ""
        raise ValueError(f"a text is expected, not {shown(value)}{quote}")
    if not value.strip():
        raise ValueError("a text is expected, not an empty one")
    return value


def texts(value: object) -> object:
    """A list of texts; a single text stands for a list of one."""
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


def identifier(value: object) -> str:
    """A name: letters, digits, `_` and `-`, at most 64, letters of one script."""
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{shown(name)} is no name: letters, digits, _ and -, at most 64")
    return _one_script(name)


def state_name(value: object) -> str:
    """The name of a state; blanks are allowed inside, the words of the event grammar are not."""
    name = text(value)
    if name in ("any", "more", "less") or " or " in name:
        raise ValueError(f"{shown(name)} cannot name a state: 'any', 'or', 'more' and 'less' are words of events")
    if not _STATE.fullmatch(name) or name != " ".join(name.split()):
        raise ValueError(f"{shown(name)} is no name of a state: letters, digits, blanks and _-%+<>/()&', at most 64")
    return _one_script(name)


def _one_script(name: str) -> str:
    """Refuse a name that mixes alphabets whose letters look alike."""
    if name.isascii():
        return name
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    alike = sorted(scripts & {"LATIN", "CYRILLIC", "GREEK"})
    if len(alike) > 1:
        raise ValueError(f"{shown(name)} mixes {' and '.join(script.title() for script in alike)} letters")
    return name


def lexicon_path(value: object) -> str:
    """The name of a csv file in the scenario's own folder or below it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"a csv file is expected, not {shown(value)}: weights stand under `lexicon`")
    name = text(value)
    if len(name) > 200 or not _BESIDE.fullmatch(name):
        rule = "a csv file in the scenario's folder (words.csv, lists/words.csv; no .., no absolute path)"
        raise ValueError(f"{shown(name)} - must be {rule}")
    return name


def recalibration(value: object) -> str:
    """`none`, `record`, or a csv file in the scenario's own folder."""
    if value is None or value is False:
        return "none"
    name = text(value)
    if name in ("none", "record") or (len(name) <= 200 and _BESIDE.fullmatch(name)):
        return name
    raise ValueError(f"{shown(name)} - must be none, record, or a csv file in the scenario's folder")


def shown(value: object) -> str:
    """A value as it can be quoted in a message, cut when long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping {...}"
    if isinstance(value, list | tuple):
        return "a list [...]"
    if isinstance(value, float):
        return f"{value:.12g}"
    written = repr(value) if isinstance(value, str) else str(value)
    return written if len(written) <= 60 else written[:57] + "..."


def step_length(value: object) -> str:
    """A length of time: `1 week`, `3 days`, `2 months`, `1 year`; its number as a whole one."""
    match = _STEP.fullmatch(value) if isinstance(value, str) else None
    if match is None or (count := _counted(match[1])) is None:
        raise ValueError(f"a length of time is expected (1 week, 3 days, 2 months, 1 year), not {shown(value)}")
    return f"{count} {match[2]}"


def span(length: str) -> tuple[int, int]:
    """The days and the months in a length of time that `step_length` has let through.

    >>> span("2 weeks"), span("1 year")
    ((14, 0), (0, 12))
    """
    count, unit = length.split()
    days, months = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}[unit.rstrip("s")]
    return int(count) * days, int(count) * months
