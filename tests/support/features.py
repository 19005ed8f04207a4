"""`--features`: which features have an acceptance test, and how it ended.

`--features-file FILE` keeps the outcomes there and adds those of earlier runs, so that one table
may tell of several runs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

# Every feature of the four products, by prefix: how many there are.
CATALOGUE = {"O": 26, "C": 14, "L": 29, "R": 60}
FEATURES = tuple(
    f"{prefix}{n:02}" for prefix, count in CATALOGUE.items() for n in range(1, count + 1)
)


FEATURE = "feature"


class FeatureTable:
    """Collects the outcome of every test that names a feature."""

    def __init__(self, kept: Path | None = None) -> None:
        self.tests: dict[str, dict[str, str]] = defaultdict(dict)
        self._kept = kept
        if kept is not None and kept.exists():
            self.tests.update(json.loads(kept.read_text()))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for marker in item.iter_markers("feature"):
                for feature in marker.args:
                    if feature not in FEATURES:
                        raise pytest.UsageError(f"{item.nodeid} names {feature!r}: no such feature")
                    self.tests[feature][item.nodeid] = "not run"
                    # Goes with the test's reports, also to a process that has not collected it.
                    item.user_properties.append((FEATURE, feature))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        for name, feature in report.user_properties:
            if name == FEATURE:
                tests = self.tests[str(feature)]
                if tests.get(report.nodeid) != "failed":
                    tests[report.nodeid] = report.outcome

    def pytest_sessionfinish(self) -> None:
        if self._kept is not None:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            self._kept.write_text(json.dumps(self.tests))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("features")
        for feature in FEATURES:
            tests = self.tests.get(feature)
            if not tests:
                continue
            for test, outcome in sorted(tests.items()):
                terminalreporter.write_line(f"{feature}  {outcome:8}  {test}")
        missing = [feature for feature in FEATURES if feature not in self.tests]
        done = len(FEATURES) - len(missing)
        terminalreporter.write_line(f"{done} of {len(FEATURES)} features have a test")
        terminalreporter.write_line(f"without one: {' '.join(missing)}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--features", action="store_true", help="print the features, their tests and results"
    )
    parser.addoption(
        "--features-file", type=Path, help="keep the results there, beside those of earlier runs"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Of several processes, the one that shares out the tests hears of all.
    worker = hasattr(config, "workerinput")
    table = FeatureTable(None if worker else config.getoption("--features-file"))
    # A feature id is checked whether or not the table is printed.
    if not config.getoption("--features"):
        table.pytest_terminal_summary = lambda terminalreporter: None  # type: ignore[method-assign]
    config.pluginmanager.register(table, "feature-table")
