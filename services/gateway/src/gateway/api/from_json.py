"""Messages' own values as parts of a body: read as JSON is, with dates and choices as texts."""

from __future__ import annotations

from typing import Any

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import core_schema, to_json

from gateway.api.texts import shown_text


class FromJson:
    """`Annotated[tuple[Opening, ...], FromJson()]` in a body: what a message takes, under its own
    rules and with its own words for what is wrong."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        adapter: TypeAdapter[Any] = TypeAdapter(source)

        def read(value: Any) -> Any:
            _check(value)
            return adapter.validate_json(to_json(value))

        return core_schema.no_info_before_validator_function(read, handler(source))


def _check(value: Any) -> None:
    """Raises ValueError for a text, anywhere within, that cannot be shown."""
    if isinstance(value, str):
        shown_text(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            shown_text(str(name))
            _check(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check(part)
