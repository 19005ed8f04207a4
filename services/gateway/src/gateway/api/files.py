"""What every exported file has in common: its formats, its name, how CSV is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query

# A spreadsheet takes the file for UTF-8 only if it begins so.
BYTE_ORDER_MARK = "\ufeff"


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"


AskedFormat = Annotated[Format, Query(description="CSV has main units, JSON minor units")]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
}


def attached(name: str, format: StrEnum) -> dict[str, Any]:
    """The arguments of an answer that a browser saves under `name` with the format's ending."""
    return {
        "headers": {"Content-Disposition": f'attachment; filename="{name}.{format}"'},
        "media_type": MEDIA_TYPES[format],
    }


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines of CSV; the first of a file are to follow a `BYTE_ORDER_MARK`."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
