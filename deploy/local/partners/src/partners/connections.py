"""How long a client here keeps a connection on which nothing is said."""

import httpx

# Shorter than any server does (uvicorn, and so every process here: 5 s): a call that leaves as the
# other side hangs up is lost, and few of those here are made again.
IDLE_SECONDS = 2.0
LIMITS = httpx.Limits(
    max_connections=200, max_keepalive_connections=100, keepalive_expiry=IDLE_SECONDS
)
