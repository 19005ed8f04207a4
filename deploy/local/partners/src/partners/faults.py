"""Misbehaviour on command: what a partner's system does to a request instead of just answering."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Rate = float


class Partner(StrEnum):
    """A partner's system that answers requests, and so can misbehave."""

    OPERA = "opera"
    UBER = "uber"
    ORDERING_PAGE = "ordering-page"
    MAIL = "mail"
    SMS = "sms"
    PUSH = "push"
    PAYPAL = "paypal"
    PAYBOX = "paybox"
    VAULT = "vault"


class Fault(BaseModel):
    """One misbehaviour; a request is matched against a partner's faults in order.

    `times` counts the requests that the fault has changed; without it the fault stays.
    `status` alone fails every matching request; with `fail_rate`, that share of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str | None = Field(default=None, description="only requests of this method or command")
    path_contains: str | None = Field(default=None, description="only paths with this text")
    times: int | None = Field(default=None, ge=1)
    delay_ms: int = Field(default=0, ge=0, le=600_000)
    jitter_ms: int = Field(default=0, ge=0, le=600_000)
    fail_rate: Rate | None = Field(default=None, ge=0, le=1)
    status: int | None = Field(default=None, ge=400, le=599)
    lose_answer_rate: Rate = Field(default=0, ge=0, le=1)
    lose_answer_by: Literal["close", "hang", "status"] = "close"
    hang_ms: int = Field(default=60_000, ge=1, le=600_000)

    @property
    def refusal(self) -> int:
        """The status of a failed request."""
        return self.status or 503

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault is meant for this request."""
        return (self.method is None or self.method.upper() == method.upper()) and (
            self.path_contains is None or self.path_contains in path
        )


class FaultList(BaseModel):
    """A partner's faults, the first match deciding."""

    model_config = ConfigDict(extra="forbid")

    faults: list[Fault]


@dataclass(frozen=True)
class Answer:
    """Do the work and answer, perhaps late."""

    delay_s: float = 0.0


@dataclass(frozen=True)
class Refuse:
    """Do nothing and answer with an error."""

    status: int
    delay_s: float = 0.0


@dataclass(frozen=True)
class LoseAnswer:
    """Do the work, then let the caller not know it."""

    by: Literal["close", "hang", "status"]
    status: int
    hang_s: float
    delay_s: float = 0.0


Verdict = Answer | Refuse | LoseAnswer


class _Armed:
    """A fault with what is left of its `times`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.left = fault.times

    @property
    def spent(self) -> bool:
        return self.left == 0

    def draw(self, dice: random.Random) -> Verdict:
        fault = self.fault
        delay_s = (fault.delay_ms + fault.jitter_ms * dice.random()) / 1000
        default_rate = 0.0 if fault.status is None or fault.lose_answer_rate else 1.0
        fail_rate = default_rate if fault.fail_rate is None else fault.fail_rate
        if dice.random() < fail_rate:
            return Refuse(fault.refusal, delay_s)
        if dice.random() < fault.lose_answer_rate:
            hang_s = fault.hang_ms / 1000
            return LoseAnswer(fault.lose_answer_by, fault.refusal, hang_s, delay_s)
        return Answer(delay_s)

    def count(self) -> None:
        if self.left is not None:
            self.left -= 1


class FaultBoard:
    """The faults set for each partner, drawn with seeded dice so that a run can be repeated."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        # How often all was forgotten: a request held up since before then is dropped.
        self.resets = 0
        self.clear()

    def reset(self) -> None:
        """`clear`, and what is held up now is answered by nobody."""
        self.clear()
        self.resets += 1

    def clear(self) -> None:
        """Takes every fault away and starts the dice afresh."""
        self._armed: dict[Partner, list[_Armed]] = {partner: [] for partner in Partner}
        self._dice = {partner: random.Random(f"{self._seed}:{partner}") for partner in Partner}

    def set(self, partner: Partner, faults: Sequence[Fault]) -> None:
        """Replaces a partner's faults."""
        self._armed[partner] = [_Armed(fault) for fault in faults]

    def judge(self, partner: Partner, method: str, path: str) -> Verdict:
        """What happens to this request: the first fault that matches and changes it decides."""
        for armed in self._armed[partner]:
            if armed.spent or not armed.fault.matches(method, path):
                continue
            verdict = armed.draw(self._dice[partner])
            if verdict != Answer():
                armed.count()
                return verdict
        return Answer()
