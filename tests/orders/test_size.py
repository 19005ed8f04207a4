"""An order's document stays small, whatever partners send."""

from __future__ import annotations

from contracts.tracking import ReportedStatus
from tests.orders.life import Life
from tests.support.chats import courier_wrote
from tests.support.claims import open_claim, withdraw_claim
from tests.support.deliveries import INES, MARC, place, reported, seen
from tests.support.refunds import lines, refund_of_lines

R = ReportedStatus
SMALL = 100_000  # bytes; MongoDB takes 16 MiB


def _flood(life: Life, start: int) -> Life:
    for minute in range(start, start + 300):
        life.after(
            reported(R.TO_PICKUP, minute, courier=MARC if minute % 2 else INES, reason="r" * 200),
            seen(minute, latitude=minute / 100),
            courier_wrote(minute, message_id=f"{minute}-" + "m" * 90, text="t" * 900),
            refund_of_lines(lines(r10=(1, 0)), minute, refund_id=f"ref-{minute}", reason="r" * 200),
        )
    return life


def test_a_flood_before_and_after_the_order_leaves_a_small_document() -> None:
    life = _flood(Life(), 1)
    assert len(life.known.model_dump_json()) < SMALL
    _flood(life.after(place()), 400).after(*(reported(status, 900) for status in R))
    for n in range(60):
        life.after(open_claim(f"claim-{n}", description="d" * 2000), withdraw_claim(f"claim-{n}"))
    assert len(life.known.model_dump_json()) < SMALL
