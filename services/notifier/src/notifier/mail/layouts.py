"""The templates of mails, each as text and as HTML."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def layouts_in(folder: str) -> Environment:
    """Those of a folder of this service. In HTML all that is put in is escaped; a value that is
    missing fails the mail."""
    return Environment(
        loader=PackageLoader("notifier", folder),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
