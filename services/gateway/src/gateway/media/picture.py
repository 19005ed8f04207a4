"""A picture as it was uploaded, checked by what is in it and made anew.

What was sent is never stored: a file that is a picture and something else besides, and everything
that a camera notes about place and owner, ends here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
# Enough to see what is wrong with a dish; longer sides are scaled down to it.
LONGEST_SIDE = 2000
# By side and quality, one after the other until it is small enough: the last one has at most 1.5
# bytes a pixel even where every pixel is another colour, and so less than any limit of ours.
SMALLER = ((LONGEST_SIDE, 85), (1600, 80), (1280, 75), (1024, 70), (800, 60), (500, 50))
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class NotAPicture(Exception):
    """What was sent cannot be kept as a picture; says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: always JPEG. Sides in pixels."""

    data: bytes
    width: int
    height: int

    CONTENT_TYPE = "image/jpeg"


def picture_of(data: bytes, most_bytes: int | None = None) -> Picture:
    """The picture that some bytes hold, upright, on white where it was transparent; with
    `most_bytes`, made as small as it takes to be kept in so many.

    Takes tenths of a second: call it in a thread. Raises `NotAPicture`.
    """
    if len(data) > LARGEST_BYTES:
        raise NotAPicture(f"has more than {LARGEST_BYTES // 1024 // 1024} MiB")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture(f"has more than {MOST_PIXELS // 1_000_000} million pixels")
            return _fitting(_upright(opened), most_bytes)
    except NotAPicture:
        raise
    except Exception as error:  # whatever a stranger's bytes do to the decoder, they are no picture
        raise NotAPicture("is not a whole JPEG, PNG or WebP picture") from error


def _upright(opened: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with_alpha = upright.convert("RGBA")
    plain = Image.new("RGB", with_alpha.size, "white")
    plain.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return plain


def _fitting(plain: Image.Image, most_bytes: int | None) -> Picture:
    """The largest of our sizes that fits; the smallest of them always does."""
    for side, quality in SMALLER:
        plain.thumbnail((side, side))
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=quality, optimize=True)
        if most_bytes is None or out.tell() <= most_bytes:
            break
    return Picture(out.getvalue(), plain.width, plain.height)
