"""Which tries of a posting surely sent nothing, as far as this process knows."""

from __future__ import annotations

from collections import OrderedDict

from chassis.effects import Attempt

REMEMBERED = 10_000


class UnsentTries:
    """Spares a posting the settle time where every try before was turned away at the door.

    Forgetting is safe: what is not remembered here is looked up in the journal.
    """

    def __init__(self) -> None:
        self._last: OrderedDict[str, int] = OrderedDict()

    def all_before(self, attempt: Attempt) -> bool:
        """Whether no try before this one can have been carried out."""
        return self._last.get(attempt.effect_id, 0) >= attempt.number - 1

    def note(self, attempt: Attempt) -> None:
        """This try sent nothing; worth knowing only where the same holds of all before it."""
        if not self.all_before(attempt):
            return
        self._last[attempt.effect_id] = attempt.number
        self._last.move_to_end(attempt.effect_id)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
