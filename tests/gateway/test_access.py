"""Passwords, sessions, keys and the throttle, on a real MongoDB and a clock of the test's own."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.database import Database
from comptoir_local.engines.addresses import EngineAddresses
from gateway.access import passwords
from gateway.access.door import Door, TooManyTries, WrongCredentials
from gateway.access.passwords import hash_password
from gateway.access.people import KEYS, PEOPLE, People, new_key
from gateway.access.roles import Role
from gateway.access.sessions import IDLE, LONGEST, SESSIONS
from gateway.access.throttle import PER_MAIL, PER_NETWORK, WINDOW, Throttle
from tests.gateway.conftest import PASSWORD, Clock

MAIL = "desk@lumiere.example"
HERE = "192.0.2.7"


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def door(database: Database, clock: Clock) -> Door:
    door = Door(database, clock)
    await door.people.add_person(
        MAIL, "Night desk", PASSWORD, {"hotel-lumiere": Role.RECEPTION}, False
    )
    return door


@pytest.fixture
async def throttle(database: Database, clock: Clock) -> Throttle:
    return Throttle(database, clock)


async def fail(throttle: Throttle, times: int) -> None:
    """So many failures, without the time that hashing takes: an attempt that nothing follows."""
    for _ in range(times):
        assert (await throttle.begin(MAIL, HERE)).retry_after is None


async def test_a_person_signs_in_whatever_the_case_of_the_mail(door: Door) -> None:
    token, caller = await door.sign_in(" Desk@Lumiere.example", PASSWORD, HERE)
    assert caller.roles == {"hotel-lumiere": Role.RECEPTION}
    assert (await door.by_session(token)) == caller


async def test_secrets_are_stored_as_hashes_only(door: Door, database: Database) -> None:
    token, _ = await door.sign_in(MAIL, PASSWORD, HERE)
    key = new_key()
    await door.people.add_key("loader", key, {}, True)
    stored = [await database.find(name, {}) for name in (PEOPLE, SESSIONS, KEYS)]
    for secret in (PASSWORD, token, key):
        assert secret not in repr(stored)
    (person,) = await database.find(PEOPLE, {})
    assert person["password_hash"].startswith("$argon2id$")


async def test_a_session_ends_twelve_hours_after_its_last_use(door: Door, clock: Clock) -> None:
    token, _ = await door.sign_in(MAIL, PASSWORD, HERE)
    clock.forward(IDLE - timedelta(minutes=1))
    assert await door.by_session(token) is not None
    clock.forward(IDLE - timedelta(minutes=1))
    assert await door.by_session(token) is not None
    clock.forward(IDLE)
    assert await door.by_session(token) is None


async def test_a_session_ends_after_seven_days_of_use(door: Door, clock: Clock) -> None:
    token, caller = await door.sign_in(MAIL, PASSWORD, HERE)
    assert caller.session_ends_at == clock.now + LONGEST
    for _ in range(14):
        clock.forward(timedelta(hours=11))
        assert await door.by_session(token) is not None
    clock.forward(LONGEST - 14 * timedelta(hours=11))
    assert await door.by_session(token) is None


async def test_signing_out_ends_the_session(door: Door) -> None:
    token, _ = await door.sign_in(MAIL, PASSWORD, HERE)
    await door.sign_out(token)
    assert await door.by_session(token) is None


async def test_a_role_that_is_taken_away_is_gone_at_once(door: Door) -> None:
    token, _ = await door.sign_in(MAIL, PASSWORD, HERE)
    await door.people.add_person(MAIL, "Night desk", PASSWORD, {}, False)
    caller = await door.by_session(token)
    assert caller is not None
    assert caller.roles == {}


async def test_too_many_failures_of_one_mail_close_the_door_even_to_the_right_password(
    door: Door, throttle: Throttle, clock: Clock
) -> None:
    await fail(throttle, PER_MAIL)
    with pytest.raises(TooManyTries) as closed:
        await door.sign_in(MAIL, PASSWORD, "198.51.100.9")
    assert 0 < closed.value.retry_after <= WINDOW.total_seconds()
    clock.forward(WINDOW + timedelta(seconds=1))
    await door.sign_in(MAIL, PASSWORD, HERE)


async def test_knocking_at_a_closed_door_does_not_keep_it_closed(
    door: Door, throttle: Throttle, clock: Clock
) -> None:
    await fail(throttle, PER_MAIL)
    for _ in range(3):
        clock.forward(WINDOW / 4)
        with pytest.raises(TooManyTries):
            await door.sign_in(MAIL, PASSWORD, HERE)
    clock.forward(WINDOW / 4 + timedelta(seconds=1))
    await door.sign_in(MAIL, PASSWORD, HERE)


async def test_a_wrong_password_is_a_failure_that_counts(door: Door, throttle: Throttle) -> None:
    await fail(throttle, PER_MAIL - 1)
    with pytest.raises(WrongCredentials):
        await door.sign_in(MAIL, "not the password", HERE)
    with pytest.raises(TooManyTries):
        await door.sign_in(MAIL, PASSWORD, HERE)


async def test_signing_in_forgets_the_failures_before(door: Door, throttle: Throttle) -> None:
    await fail(throttle, PER_MAIL - 1)
    await door.sign_in(MAIL, PASSWORD, HERE)
    await fail(throttle, PER_MAIL)


async def test_tries_at_once_cannot_slip_through_together(throttle: Throttle) -> None:
    attempts = await asyncio.gather(*(throttle.begin(MAIL, HERE) for _ in range(2 * PER_MAIL)))
    assert sum(attempt.retry_after is None for attempt in attempts) <= PER_MAIL


async def test_one_network_cannot_try_many_mails(throttle: Throttle) -> None:
    for n in range(PER_NETWORK):
        attempt = await throttle.begin(f"someone-{n}@example.com", f"2001:db8:0:1::{n:x}")
        assert attempt.retry_after is None
    closed = await throttle.begin("another@example.com", "2001:db8:0:1:ffff::1")
    assert closed.retry_after is not None
    elsewhere = await throttle.begin("another@example.com", "2001:db8:0:2::1")
    assert elsewhere.retry_after is None


async def test_an_unknown_mail_takes_a_hash_too(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the same cost: how long the answer takes must not tell who is known here."""
    compared: list[str] = []
    verify = passwords._HASHER.verify_and_update

    def noted(password: str, hashed: str) -> Any:
        compared.append(hashed)
        return verify(password, hashed)

    monkeypatch.setattr(passwords._HASHER, "verify_and_update", noted)
    for mail in (MAIL, "nobody@example.com"):
        with pytest.raises(WrongCredentials):
            await door.sign_in(mail, "not the password", HERE)
    known, unknown = (hashed.split("$")[:4] for hashed in compared)
    assert known == unknown
    assert known[1] == "argon2id"


async def test_a_key_is_known_until_it_is_replaced(door: Door) -> None:
    first, second = new_key(), new_key()
    await door.people.add_key("till", first, {"hotel-lumiere": Role.MANAGER}, False)
    caller = await door.by_key(first)
    assert caller is not None
    assert (caller.actor, caller.session_ends_at) == ("key:till", None)
    await door.people.add_key("till", second, {"hotel-lumiere": Role.MANAGER}, False)
    assert await door.by_key(first) is None
    assert await door.by_key(second) is not None


@pytest.mark.parametrize("key", ["cmp_short", "x" * 60])
async def test_a_weak_key_is_refused(door: Door, key: str) -> None:
    with pytest.raises(ValueError, match="a key starts with cmp_"):
        await door.people.add_key("till", key, {}, False)


@pytest.mark.parametrize("password", ["short", "x" * 201])
def test_a_password_has_ten_to_two_hundred_characters(password: str) -> None:
    with pytest.raises(ValueError, match="10 to 200"):
        hash_password(password)


async def admin(
    engines: EngineAddresses, namespace: str, *arguments: str, stdin: str = ""
) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.access.admin", *arguments),
        env={**os.environ, "COMPTOIR_MONGO": engines.mongo, "COMPTOIR_NAMESPACE": namespace},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(stdin.encode())
    return process.returncode or 0, (out + err).decode()


async def test_the_command_adds_a_person_and_a_key_once(
    engines: EngineAddresses, namespace: str
) -> None:
    database = Database.connect(engines.mongo, f"{namespace}comptoir-gateway")
    add = ("add-user", "--mail", MAIL, "--name", "Desk", "--password-stdin")
    role = ("--role", "hotel-lumiere=reception")
    try:
        for _ in range(2):
            code, said = await admin(engines, namespace, *add, *role, stdin=f"{PASSWORD}\n")
            assert code == 0, said
            assert PASSWORD not in said
        assert await database.count(PEOPLE, {}) == 1
        _, key = await admin(engines, namespace, "add-key", "--name", "loader", "--operations")
        caller = await People(database).by_key(key.strip(), datetime.now(UTC))
        assert caller is not None
        assert caller.operations
    finally:
        await database.drop()
        database.close()


async def test_the_command_says_what_is_wrong(engines: EngineAddresses, namespace: str) -> None:
    add = ("add-user", "--mail", MAIL, "--name", "Desk", "--password-stdin")
    code, said = await admin(engines, namespace, *add, "--role", "hotel=king", stdin="x\n")
    assert (code, "is not PROPERTY=ROLE" in said) == (2, True)
    code, said = await admin(engines, namespace, *add, stdin="short\n")
    assert (code, "10 to 200" in said) == (2, True)
