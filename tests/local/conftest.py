"""A home of its own for each test of what runs on this machine."""

from pathlib import Path

import pytest

from comptoir_local.home import Home
from tests.support.engines import temporary_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return temporary_home(tmp_path / "home")
