"""Which copy of a file of the page goes to whom: the one that they say they take."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from gateway.page import Page, takes


@pytest.mark.parametrize(
    ("accepted", "copy"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR;q=1.0, gzip;q=0.8", "br"),
        ("br;q=0.001", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br ; q=0.000 , gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity", None),
        ("*;q=0", None),
        ("brotli-x, xgzip", None),
        ("", None),
    ],
)
async def test_a_file_comes_as_the_smallest_copy_that_is_taken(
    tmp_path: Path, accepted: str, copy: str | None
) -> None:
    for name, content in (("a.js", "plain"), ("a.js.br", "br"), ("a.js.gz", "gzip")):
        (tmp_path / name).write_text(content)
    transport = httpx.ASGITransport(app=Page(tmp_path))
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://page") as client,
        client.stream("GET", "/a.js", headers={"Accept-Encoding": accepted}) as answer,
    ):
        sent = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == copy
    assert sent.decode() == (copy or "plain")


def test_what_is_named_twice_is_taken_as_it_is_named_last() -> None:
    assert not takes("br, br;q=0", "br")
