"""Draws the sales on pages: A4 across, one line per stay.

Loaded when somebody prints: what draws takes a tenth of the gateway's memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gateway.stays.model import StayShare
from gateway.stays.paper import Paper, cells_of, sums_of
from gateway.stays.paper_words import COLUMNS
from gateway.stays.shown import card_of

WIDE, HIGH = landscape(A4)
MARGIN, ROW, GAP, RIGHT_GAP, ROWS = 10 * mm, 14.0, 6.0, 14.0, 33
WIDTHS = tuple(width * mm for width in (20, 29, 60, 38, 46, 13, 38, 33))
TO_THE_RIGHT = frozenset({"persons", "total"})
GREY = 0.35
# Roboto has the letters of all European languages, and Vietnamese.
PLAIN, BOLD = "Roboto", "Roboto-Bold"
_FONTS = files("font_roboto") / "files"
registerFont(TTFont(PLAIN, str(_FONTS / "Roboto-Regular.ttf")))
registerFont(TTFont(BOLD, str(_FONTS / "Roboto-Bold.ttf")))


def printed(shares: Sequence[StayShare], paper: Paper) -> bytes:
    """The whole file; two thousand stays take about a second of a processor."""
    sums = list(sums_of(shares, paper))
    rows = [cells_of(card_of(share), paper) for share in shares] or [(paper.word("none"),)]
    pages = [rows[n : n + ROWS] for n in range(0, len(rows), ROWS)]
    beside = len(pages[-1]) + len(sums) <= ROWS
    document = _Document(paper, len(pages) if beside else len(pages) + 1)
    for page in pages:
        document.begin()
        for row in page:
            document.stay(row)
    if not beside:
        document.begin()
    document.sums(sums)
    return document.written()


class _Document:
    """Pages across, each with the hut's name, the heads of the columns, and its number."""

    def __init__(self, paper: Paper, pages: int) -> None:
        self._paper, self._pages, self._page = paper, pages, 0
        self._file = BytesIO()
        self._canvas = Canvas(self._file, pagesize=(WIDE, HIGH), lang=paper.language.value)
        self._canvas.setTitle(f"{paper.hut} – {paper.word('title')}")
        self._y = 0.0

    def begin(self) -> None:
        """The next page, down to the heads of its columns."""
        if self._page:
            self._canvas.showPage()
        self._page += 1
        paper, self._y = self._paper, HIGH - MARGIN - 14
        self._write(MARGIN, f"{paper.hut} – {paper.word('title')}", BOLD, 14)
        self._write(MARGIN, paper.period, size=9, grey=True, down=15)
        self._foot()
        self._y -= 22
        self._cells([paper.word(column) for column in COLUMNS], grey=True)
        self._line()

    def stay(self, cells: Sequence[str]) -> None:
        self._y -= ROW
        self._cells(cells)

    def sums(self, sums: Sequence[tuple[str, ...]]) -> None:
        """Name, number and amount of each sum."""
        self._line()
        self._y -= 3
        for sum_of in sums:
            self._y -= ROW
            for text, left in zip(sum_of, (60 * mm, 40 * mm, 0.0), strict=True):
                self._write(WIDE - MARGIN - RIGHT_GAP - left, text, BOLD, 10, right=True)

    def written(self) -> bytes:
        self._canvas.save()
        return self._file.getvalue()

    def _cells(self, cells: Sequence[str], *, grey: bool = False) -> None:
        x = MARGIN
        for column, width, text in zip(COLUMNS, WIDTHS, cells, strict=False):
            right = column in TO_THE_RIGHT
            place = x + width - RIGHT_GAP if right else x
            self._write(place, _fitted(text, width - GAP), size=9, grey=grey, right=right)
            x += width

    def _foot(self) -> None:
        paper, y, self._y = self._paper, self._y, MARGIN
        when = paper.word("printed").format(when=paper.instant(paper.printed_at))
        self._write(MARGIN, when, size=8, grey=True)
        number = f"{paper.word('page')} {self._page} / {self._pages}"
        self._write(WIDE - MARGIN, number, size=8, grey=True, right=True)
        self._y = y

    def _line(self) -> None:
        self._y -= 4
        self._canvas.setStrokeGray(GREY)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(MARGIN, self._y, WIDE - MARGIN, self._y)

    def _write(
        self,
        x: float,
        text: str,
        font: str = PLAIN,
        size: float = 9,
        *,
        grey: bool = False,
        right: bool = False,
        down: float = 0,
    ) -> None:
        self._y -= down
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(GREY if grey else 0)
        draw = self._canvas.drawRightString if right else self._canvas.drawString
        draw(x, self._y, text)


def _fitted(text: str, width: float) -> str:
    """As much of the text as there is room for."""
    if stringWidth(text, PLAIN, 9) <= width:
        return text
    while text and stringWidth(f"{text}…", PLAIN, 9) > width:
        text = text[:-1]
    return f"{text}…"
