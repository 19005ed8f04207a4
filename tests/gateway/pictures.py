"""Small pictures to upload."""

from __future__ import annotations

import io

from PIL import Image


def jpeg(width: int = 60, height: int = 40, *, exif: Image.Exif | None = None) -> bytes:
    return encoded(Image.new("RGB", (width, height), "teal"), "JPEG", exif=exif)


def png(width: int = 60, height: int = 40) -> bytes:
    """Half of it transparent."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (0, 0, width // 2, height))
    return encoded(image, "PNG")


def encoded(image: Image.Image, format: str, *, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    if exif is None:
        image.save(out, format)
    else:
        image.save(out, format, exif=exif)
    return out.getvalue()
