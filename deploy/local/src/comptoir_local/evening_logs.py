"""Whether a log holds what a guest is called, how they are reached, or what somebody wrote.

Those who play an evening are known by name, so their names can be looked for, in every spelling in
which a log may have them: escaped, in capitals, without accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from comptoir_local.demo_huts.guests import REMARKS, mountaineers
from comptoir_local.demo_story import ANSWER, QUESTION, THANKS
from partners.demo_data import names, without_accents

# Numbers that the French regulator keeps for fiction, and the guests' own mail domains.
_NUMBER = re.compile(r"\+?336 ?39 ?98 ?\d\d ?\d\d|@[a-z.-]*\bexample\b")
_ESCAPED = re.compile(r"(?:\\+u[0-9a-fA-F]{4})+|(?:\\+x[0-9a-fA-F]{2})+")
SHORTEST = 3


def words_of_guests() -> frozenset[str]:
    """Names of all who may play an evening, and what is said in it."""
    said = (QUESTION, ANSWER, THANKS, *REMARKS)
    return frozenset({*names(), *mountaineers(), *said})


def told_of_guests(logs: Iterable[Path], words: Iterable[str]) -> list[str]:
    """Which lines hold any of the words, or a number or address of a guest: file, line and event,
    without what they hold."""
    looked_for = _pattern(words)
    return [
        f"{log.name}:{number} holds what is a guest's: {_event(line)}"
        for log in sorted(logs)
        for number, line in _lines(log)
        if looked_for.search(plain(line)) or _NUMBER.search(line)
    ]


def plain(line: str) -> str:
    """As it reads, in small letters without accents."""
    return without_accents(_ESCAPED.sub(_unescaped, line)).casefold()


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    sought = sorted({plain(word) for word in words if len(word) >= SHORTEST})
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sought))})(?!\w)")


def _unescaped(found: re.Match[str]) -> str:
    text = re.sub(r"\\+", r"\\", found.group())
    if text[1] == "u":
        return "".join(chr(int(code, 16)) for code in text.split("\\u")[1:])
    return bytes(int(code, 16) for code in text.split("\\x")[1:]).decode(errors="replace")


def _lines(log: Path) -> Iterator[tuple[int, str]]:
    with log.open(encoding="utf-8", errors="replace") as text:
        yield from enumerate(text, start=1)


def _event(line: str) -> str:
    """What kind of line it is; nothing of what it says."""
    found = re.search(r'"event": "([a-z ,;]{1,80})', line)
    return found.group(1) if found else "a line that is not ours"
