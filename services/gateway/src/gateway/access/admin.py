"""Adds people and keys from the command line: `python -m gateway.access.admin --help`.

    add-user --mail desk@lumiere.example --name "Night desk" --password-stdin \
        --role hotel-lumiere=reception
    add-key --name loader --key-stdin --operations

The same again changes nothing. Which database: the same settings as the gateway's own.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from contracts.properties import MailAddress
from gateway.access.door import prepare
from gateway.access.people import People, new_key
from gateway.access.roles import Role

# As messages about the person carry it.
LONGEST_NAME = 200


def main(arguments: Sequence[str]) -> int:
    """Exit code 0; 2 with a reason on standard error where something is not as it must be."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        print(asyncio.run(_carry_out(asked)))  # noqa: T201 - the command's answer
    except ValueError as error:
        parser.exit(2, f"{error}\n")
    return 0


async def _carry_out(asked: argparse.Namespace) -> str:
    settings = ChassisSettings()
    database = Database.connect(settings.mongo, database_name(settings, "gateway"))
    roles = dict(asked.role)
    try:
        await prepare(database)
        people = People(database)
        if asked.command == "add-user":
            password = sys.stdin.readline().rstrip("\r\n")
            return await people.add_person(
                asked.mail, asked.name, password, roles, asked.operations
            )
        key = sys.stdin.readline().strip() if asked.key_stdin else new_key()
        await people.add_key(asked.name, key, roles, asked.operations)
        # A key that was handed in is known already; showing it again would only put it in a log.
        return asked.name if asked.key_stdin else key
    finally:
        database.close()


def _role(text: str) -> tuple[str, Role]:
    property_id, separator, role = text.partition("=")
    if not property_id or not separator or role not in set(Role):
        raise argparse.ArgumentTypeError(f"{text!r} is not PROPERTY=ROLE ({', '.join(Role)})")
    return property_id, Role(role)


def _mail(text: str) -> str:
    try:
        return TypeAdapter(MailAddress).validate_python(text.strip())
    except ValidationError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no mail address") from error


def _name(text: str) -> str:
    if not 0 < len(text) <= LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"a name has 1 to {LONGEST_NAME} characters")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.access.admin")
    commands = parser.add_subparsers(dest="command", required=True)
    user = commands.add_parser("add-user", help="add a person, or change what is known of them")
    user.add_argument("--mail", type=_mail, required=True)
    user.add_argument(
        "--password-stdin", action="store_true", required=True, help="read it from standard input"
    )
    key = commands.add_parser("add-key", help="add a program's key, or replace it")
    key.add_argument(
        "--key-stdin", action="store_true", help="read it from standard input; else make and print"
    )
    for command in (user, key):
        command.add_argument("--name", type=_name, required=True)
        command.add_argument(
            "--role", type=_role, action="append", default=[], metavar="PROPERTY=ROLE"
        )
        command.add_argument("--operations", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
