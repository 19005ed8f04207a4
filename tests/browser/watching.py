"""What a browser complains of while a test looks at a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Chromium repeats each refused answer in the console; `refused` has it with its address.
OF_AN_ANSWER = "Failed to load resource"
# The page went elsewhere, or asked for something newer, before the answer had come.
GIVEN_UP = "net::ERR_ABORTED"
# So the page learns that nobody is signed in.
WHO_IS_THERE = re.compile(r"401 GET \S+/api/v1/me")


@dataclass
class Complaints:
    """Console errors and warnings, exceptions that nothing caught, and requests that failed."""

    said: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def unwatch(self, context: BrowserContext) -> None:
        context.remove_listener("console", self._console)
        context.remove_listener("weberror", self._error)
        context.remove_listener("requestfailed", self._failed)
        context.remove_listener("response", self._answered)

    def expect_refused(self, pattern: str) -> None:
        """The test provoked such an answer (`409 POST …/claim`): it is there, and no complaint."""
        there = [one for one in self.refused if re.search(pattern, one)]
        assert there, f"no answer like {pattern} among {self.refused}"
        self.refused = [one for one in self.refused if one not in there]

    def expect_lost(self) -> None:
        """The test cut the connection: requests failed, and that is no complaint."""
        assert self.lost, "no request failed"
        self.lost.clear()

    @property
    def all(self) -> list[str]:
        return self.said + self.refused + self.lost

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(OF_AN_ANSWER):
            self.said.append(f"console {message.type}: {message.text} {message.location}")

    def _error(self, error: WebError) -> None:
        self.said.append(f"not caught: {error.error}")

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.lost.append(f"{request.failure} {request.method} {request.url}")

    def _answered(self, response: Response) -> None:
        said = f"{response.status} {response.request.method} {response.url}"
        if response.status >= 400 and not WHO_IS_THERE.fullmatch(said):
            self.refused.append(said)
