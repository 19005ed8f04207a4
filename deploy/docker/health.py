"""Asks this container's own process whether it lives, on the port of COMPTOIR_HTTP.

With `/ready` as argument, whether it does its work.
"""

import http.client
import os
import sys

SECONDS = 3.0


def passes(port: int, path: str) -> bool:
    """Whether the process answers that all is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    address = os.environ.get("COMPTOIR_HTTP", "0.0.0.0:8000")
    asked = sys.argv[1] if len(sys.argv) > 1 else "/live"
    sys.exit(0 if passes(int(address.rpartition(":")[2]), asked) else 1)
