"""How a commit may fail, and what each failure means for who tried it."""

from __future__ import annotations

from collections.abc import Iterable

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
)


class Conflict(Exception):
    """Somebody else changed what the batch was decided on: read again and decide again."""


class Fenced(Exception):
    """Another process owns some of these partitions now; this one may write nothing of theirs."""

    def __init__(self, partitions: Iterable[int]) -> None:
        self.partitions = frozenset(partitions)
        super().__init__(f"partitions {sorted(self.partitions)} have another owner")


class UnknownCommit(Exception):
    """No answer to a commit: it may have happened or not."""


class Refused(Exception):
    """The database will never take this; trying again changes nothing."""


# What writing may raise. A document that is too large, has a name with a null byte in it or a
# number of more than 8 bytes never leaves the driver, which raises errors that are not its own.
WRITE_ERRORS = (PyMongoError, BSONError, OverflowError)


def told_apart(error: Exception, *, committing: bool) -> Exception:
    """What a failed transaction means for who tries it: see the exceptions above."""
    if not isinstance(error, PyMongoError):
        return Refused(in_brief(error))
    if error.has_error_label("UnknownTransactionCommitResult") or (
        committing and not error.has_error_label("TransientTransactionError")
    ):
        return UnknownCommit(in_brief(error))
    if isinstance(error, DuplicateKeyError) or _duplicate_in_bulk(error):
        return Conflict("somebody else wrote it first")
    if error.has_error_label("TransientTransactionError"):
        return error
    if PERMANENT_CODES & set(_codes(error)):
        return Refused(in_brief(error))
    return error


def in_brief(error: BaseException) -> str:
    """What went wrong, for logs and operators. The driver's texts about a refused write hold the
    document, and so guests' data: of those only the kind and the server's codes are told."""
    if isinstance(error, BSONError | OverflowError | OperationFailure):
        details = error.details if isinstance(error, OperationFailure) else None
        name = (details or {}).get("codeName", "")
        codes = ", ".join(str(code) for code in _codes(error))
        return f"{type(error).__name__} {codes} {name}".strip()
    return f"{type(error).__name__}: {error}"[:300]


# BadValue, InvalidBSON, DollarPrefixedFieldName, DocumentValidationFailure, BSONObjectTooLarge and
# its two older codes. Whatever else a server says may pass: a full disk, a lost privilege.
PERMANENT_CODES = frozenset({2, 22, 52, 121, 10334, 17419, 17420})


def _duplicate_in_bulk(error: PyMongoError) -> bool:
    return 11000 in _codes(error)


def _codes(error: BaseException) -> list[int]:
    """The server's codes for what it refused, whether of one write or of a bulk of them."""
    if isinstance(error, BulkWriteError):
        problems = (error.details or {}).get("writeErrors", [])
        return [problem.get("code", 0) for problem in problems]
    return [error.code or 0] if isinstance(error, OperationFailure) else []
