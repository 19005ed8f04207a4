"""The one error a person at the keyboard is meant to read."""


class Trouble(Exception):
    """What went wrong, and what to do about it, in words for whoever typed the command."""

    def __init__(self, what: str, way_out: str = "") -> None:
        super().__init__(f"{what}\n{way_out}" if way_out else what)
        self.what = what
        self.way_out = way_out
