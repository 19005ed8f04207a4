"""For a hotel that never refuses to let us in."""

from __future__ import annotations

from contracts.sign_in import SignInTried


async def nothing_to_tell(report: SignInTried, id: str) -> None:
    raise AssertionError(f"nobody should be told {report}")
