"""`python -m contracts.schema`: write, check and compare what is published about messages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from contracts.schema.compatibility import breaking_changes
from contracts.schema.contract import Contract, NoContract, contract_at, contract_in, release
from contracts.schema.published import stale, write
from contracts.schema.topic_table import MarkersMissing

# The folder `contracts` of the checkout that this module is run from.
CHECKOUT = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when it found something, 2 when it could not look."""
    options = _parser().parse_args(arguments)
    try:
        findings = _run(options)
    except (NoContract, MarkersMissing, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    return 1 if findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contracts.schema", description=__doc__)
    parser.add_argument("--folder", type=Path, default=CHECKOUT, help="the folder of contracts")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("write", help="bring schemas, AsyncAPI document and README up to date")
    commands.add_parser("check", help="fail where one of them is not, naming it")
    compatible = commands.add_parser("compatible", help="fail on each breaking change")
    compatible.add_argument(
        "--against", metavar="REV|DIR", help="what to compare with (default: the last release)"
    )
    commands.add_parser("release", help="make what is published now the last release")
    return parser


def _run(options: argparse.Namespace) -> list[str]:
    folder: Path = options.folder
    if options.command == "write":
        for path in write(folder):
            sys.stdout.write(f"{path.relative_to(folder)}\n")
        return []
    if options.command == "check":
        paths = [path.relative_to(folder) for path in stale(folder)]
        return [f"{path} is stale: run `python -m contracts.schema write`" for path in paths]
    if options.command == "release":
        release(folder)
        return []
    before = _baseline(options.against, folder)
    return [str(change) for change in breaking_changes(before, contract_in(folder))]


def _baseline(against: str | None, folder: Path) -> Contract:
    if against is None:
        return contract_in(folder / "released")
    if Path(against).is_dir():
        return contract_in(Path(against))
    return contract_at(against, folder)


if __name__ == "__main__":
    raise SystemExit(main())
