"""What may go wrong, how often it did, and the dice that decide."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from chassis.steps import Step


class Fault(StrEnum):
    """Every kind of fault. One that no seed of a run has hit makes the run fail."""

    WEBHOOK_REPEATED = "webhook-repeated"
    WEBHOOK_LATE = "webhook-late"
    WEBHOOK_BEFORE_ITS_ORDER = "webhook-before-its-order"
    ORDER_REPEATED = "order-repeated"
    ORDER_REPEATED_DIFFERENTLY = "order-repeated-differently"
    STAY_REQUEST_REPEATED = "stay-request-repeated"
    TOPIC_HELD_BACK = "topic-held-back"
    READ_FAILED = "read-failed"
    WRITE_CONFLICT = "write-conflict"
    COMMIT_REFUSED = "commit-refused"
    COMMIT_ANSWER_LOST = "commit-answer-lost"
    COMMIT_LOST = "commit-lost"
    PUBLISH_REFUSED = "publish-refused"
    PUBLISH_CUT_SHORT = "publish-cut-short"
    PUBLISH_ANSWER_LOST = "publish-answer-lost"
    PUBLISH_ARRIVED_LATE = "publish-arrived-late"
    REBALANCE = "rebalance"
    PAUSE_DECIDED = "pause-between-reading-and-committing"
    PAUSE_COMMITTED = "pause-between-committing-and-publishing"
    PAUSE_SENT = "pause-between-publishing-and-marking"
    PAUSE_LEASED = "pause-with-an-effect-in-hand"
    CRASH_BATCH_READ = "crash-at-batch-read"
    CRASH_BATCH_DECIDED = "crash-at-batch-decided"
    CRASH_BATCH_COMMITTED = "crash-at-batch-committed"
    CRASH_BETWEEN_PUBLISHES = "crash-between-two-publishes"
    CRASH_OUTBOX_SENT = "crash-at-outbox-sent"
    CRASH_OUTBOX_MARKED = "crash-at-outbox-marked"
    CRASH_OFFSETS = "crash-before-offset-commit"
    CRASH_RECOVERY_CLAIMED = "crash-at-recovery-claimed"
    CRASH_RECOVERY_PUBLISHED = "crash-at-recovery-published"
    CRASH_EFFECT_LEASED = "crash-at-effect-leased"
    CRASH_EFFECT_CARRIED_OUT = "crash-at-effect-carried-out"
    CRASH_EFFECT_RECORDED = "crash-at-effect-recorded"
    PMS_BUSY = "pms-busy"
    PMS_SLOW = "pms-slow"
    PMS_ANSWER_LOST = "pms-answer-lost"
    PMS_REQUEST_LOST = "pms-request-lost"
    PMS_POSTED_LATE = "pms-posted-late"
    MAIL_DEFERRED = "mail-deferred"
    MAIL_REFUSED = "mail-refused"
    MAIL_ANSWER_LOST = "mail-answer-lost"
    PAYMENTS_AWAY = "payments-away"
    PAYMENT_ANSWER_LOST = "payment-answer-lost"


F = Fault
CRASH_AT: dict[Step, Fault] = {step: Fault(f"crash-at-{step.value}") for step in Step}
PAUSE_AT: dict[Step, Fault] = {
    Step.BATCH_DECIDED: F.PAUSE_DECIDED,
    Step.BATCH_COMMITTED: F.PAUSE_COMMITTED,
    Step.OUTBOX_SENT: F.PAUSE_SENT,
    Step.EFFECT_LEASED: F.PAUSE_LEASED,
}
CRASHES = frozenset({*CRASH_AT.values(), F.CRASH_BETWEEN_PUBLISHES, F.CRASH_OFFSETS})
PAUSES = frozenset(PAUSE_AT.values())

# How likely each is where it can happen, before a seed makes some likelier and leaves out others.
CHANCES: dict[Fault, float] = {
    F.WEBHOOK_REPEATED: 0.12,
    F.WEBHOOK_LATE: 0.12,
    F.WEBHOOK_BEFORE_ITS_ORDER: 0.12,
    F.ORDER_REPEATED: 0.1,
    F.ORDER_REPEATED_DIFFERENTLY: 0.04,
    F.STAY_REQUEST_REPEATED: 0.1,
    F.TOPIC_HELD_BACK: 0.15,
    F.READ_FAILED: 0.003,
    F.WRITE_CONFLICT: 0.02,
    F.COMMIT_REFUSED: 0.01,
    F.COMMIT_ANSWER_LOST: 0.01,
    F.COMMIT_LOST: 0.01,
    F.PUBLISH_REFUSED: 0.01,
    F.PUBLISH_CUT_SHORT: 0.015,
    F.PUBLISH_ANSWER_LOST: 0.02,
    F.PUBLISH_ARRIVED_LATE: 0.01,
    F.REBALANCE: 0.04,
    **dict.fromkeys(CRASHES, 0.006),
    **dict.fromkeys(PAUSES, 0.012),
    F.CRASH_RECOVERY_CLAIMED: 0.02,
    F.CRASH_RECOVERY_PUBLISHED: 0.02,
    F.CRASH_OFFSETS: 0.02,
    F.PMS_BUSY: 0.04,
    F.PMS_SLOW: 0.04,
    F.PMS_ANSWER_LOST: 0.03,
    F.PMS_REQUEST_LOST: 0.03,
    F.PMS_POSTED_LATE: 0.03,
    F.MAIL_DEFERRED: 0.04,
    F.MAIL_REFUSED: 0.03,
    F.MAIL_ANSWER_LOST: 0.03,
    F.PAYMENTS_AWAY: 0.15,
    F.PAYMENT_ANSWER_LOST: 0.15,
}
# By how much a negative control raises the chance of what its guard is there for.
LIKELIER = 4
CRASHES_AT_MOST = 6
PAUSES_AT_MOST = 4


class Dice:
    """The one source of chance of one run: faults, delays and what the evening is like."""

    def __init__(
        self, seed: int, time: Callable[[], float], likelier: frozenset[Fault] = frozenset()
    ) -> None:
        self.random = random.Random(seed)
        self.counts: Counter[Fault] = Counter()
        self.story: list[str] = []
        self.calm = False
        self._time = time
        self._crashes = self._pauses = 0
        # Some evenings see much of one fault and nothing of another: rare mixtures come up so.
        self._chances = {
            fault: CHANCES[fault] * self.random.choice((0.0, 0.5, 1.0, 1.0, 3.0))
            for fault in Fault  # in its order: a set's would differ from process to process
        }
        self._chances.update({fault: LIKELIER * CHANCES[fault] for fault in likelier})

    def hits(self, fault: Fault, who: str = "") -> bool:
        """Whether the fault happens now; it counts as having happened."""
        if self.calm or self.random.random() >= self._chances[fault]:
            return False
        if fault in CRASHES:
            if self._crashes >= CRASHES_AT_MOST:
                return False
            self._crashes += 1
        elif fault in PAUSES:
            if self._pauses >= PAUSES_AT_MOST:
                return False
            self._pauses += 1
        self.note(fault, who)
        return True

    def note(self, fault: Fault, who: str = "") -> None:
        self.counts[fault] += 1
        self.story.append(f"{self._time():9.3f}  {fault.value}  {who}")

    def between(self, least: float, most: float) -> float:
        return self.random.uniform(least, most)
