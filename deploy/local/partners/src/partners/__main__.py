"""`python -m partners`: serves the simulators until it is told to stop."""

import asyncio
import logging
import signal

import uvloop

from partners.running import running
from partners.settings import Settings

log = logging.getLogger("partners")


async def serve(settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as servers:
        log.info("partners answer at %s and smtp %s", servers.http_url, servers.smtp)
        await stop.wait()


def main() -> None:
    """Entry point."""
    # Libraries would tell whom each mail was for.
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    log.setLevel(logging.INFO)
    uvloop.run(serve(Settings.from_environment()))


if __name__ == "__main__":
    main()
