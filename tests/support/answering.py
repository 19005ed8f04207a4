"""A small process to supervise: `python -m tests.support.answering`.

`ANSWERING_HTTP` is host:port; `ANSWERING_READY` the status of `/ready`; with `ANSWERING_LAST_WORDS`
it says them and dies at once. `/metrics` shows a service's figures.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

METRICS = b"""\
# TYPE comptoir_parked_keys gauge
comptoir_parked_keys 2.0
# TYPE comptoir_dead_letters gauge
comptoir_dead_letters 1.0
# TYPE comptoir_outbox_oldest_seconds gauge
comptoir_outbox_oldest_seconds 0.25
"""


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = int(os.environ.get("ANSWERING_READY", "200"))
        self.send_response(ready if self.path == "/ready" else 200)
        self.end_headers()
        if self.path == "/metrics":
            self.wfile.write(METRICS)


def main() -> None:
    if words := os.environ.get("ANSWERING_LAST_WORDS"):
        sys.exit(words)
    host, _, port = os.environ["ANSWERING_HTTP"].rpartition(":")
    with ThreadingHTTPServer((host, int(port)), Answer) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
