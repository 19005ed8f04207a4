"""A document as it was uploaded: a PDF that only shows something."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.huts import LARGEST_DOCUMENT

# A reader finds its way into the file from its last bytes.
TAIL = 2048
# What makes a document do something when it is opened, or hides in it what nobody sees.
DOING = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


class NotADocument(Exception):
    """What was sent cannot be kept as a document; says why."""


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF as it is kept: as it came."""

    data: bytes

    CONTENT_TYPE = "application/pdf"


def document_of(data: bytes) -> PdfDocument:
    """Raises `NotADocument`."""
    if len(data) > LARGEST_DOCUMENT:
        raise NotADocument(f"has more than {LARGEST_DOCUMENT // 1024 // 1024} MiB")
    tail = data[-TAIL:]
    if not data.startswith(b"%PDF-") or b"%%EOF" not in tail or b"startxref" not in tail:
        raise NotADocument("is not a whole PDF")
    if b"/Encrypt" in tail:
        raise NotADocument("is locked with a password")
    if any(sign in data for sign in DOING):
        raise NotADocument("does more than show its pages: print it into a new PDF")
    return PdfDocument(data)
