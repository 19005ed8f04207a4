"""Who is signed in where a test begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, StorageState


@dataclass
class Sessions:
    """One session for each person, made at the first need and without a page: what the sign-in's
    page does is looked at in tests of its own."""

    browser: Browser
    url: str
    password: str
    _kept: dict[str, StorageState] = field(default_factory=dict)

    def of(self, mail: str) -> StorageState:
        if mail not in self._kept:
            context = self.browser.new_context(base_url=self.url)
            answer = context.request.post(
                "/api/v1/session",
                data={"mail": mail, "password": self.password},
                headers={"X-Comptoir": "1"},
            )
            assert answer.ok, answer.text()
            self._kept[mail] = context.storage_state()
            context.close()
        return self._kept[mail]
