"""Asks this container's own process whether it lives: `/live`, on the port of COMPTOIR_HTTP."""

import http.client
import os
import sys

SECONDS = 3.0


def lives(port: int) -> bool:
    """Whether the process answers that it does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/live")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    address = os.environ.get("COMPTOIR_HTTP", "0.0.0.0:8000")
    sys.exit(0 if lives(int(address.rpartition(":")[2])) else 1)
