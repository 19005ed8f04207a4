"""The guards that the negative controls take away, each in the simulated port that carries it."""

from __future__ import annotations

from enum import StrEnum


class Guard(StrEnum):
    INBOX = "inbox"  # repeats are not remembered
    EPOCH = "epoch"  # a former owner may still commit
    VERSION = "version"  # a document is overwritten, whatever was read
    RECOVERY = "recovery"  # what a predecessor left unpublished is not found
    LOOKUP = "lookup"  # the PMS' journal answers that nothing is there


Guards = frozenset[Guard]
EVERY_GUARD: Guards = frozenset(Guard)
