"""An `inventory` that holds whatever it is asked for: the negative control of the race.

Run by `tests.crash.stepping` in place of the service's own composition root.
"""

from __future__ import annotations

from inventory.app import build
from inventory.planning import handlers
from inventory.settings import Settings

__all__ = ["Settings", "build"]

# The guard of the whole product: what is lacking of a hold. Without it nothing ever is.
vars(handlers)["lacking"] = lambda *asked: ()
