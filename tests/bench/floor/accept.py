"""`python -m tests.bench.floor.accept KAFKA TOPIC PORT`: a bare HTTP door.

Parses the body's JSON, appends it to Kafka, answers when all replicas have it. No signature is
checked, nothing is validated, there is no framework.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from aiokafka import AIOKafkaProducer
from pydantic_core import from_json

from contracts.order_ids import order_id_of


class Door:
    """One ASGI application: every POST is an order."""

    def __init__(self, kafka: str, topic: str) -> None:
        self._kafka, self._topic = kafka, topic
        self._producer: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        body = b""
        more = scope["method"] == "POST"
        while more:
            message = await receive()
            body += message["body"]
            more = message.get("more_body", False)
        status = await self._take(body) if body else 200
        headers = [(b"content-length", b"2"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    async def _take(self, body: bytes) -> int:
        order = from_json(body)
        key = order_id_of("demo-page", order["external_id"]).encode()
        await self._producer.send_and_wait(self._topic, body, key=key)
        return 202

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._kafka, acks="all", enable_idempotence=True, linger_ms=0
        )
        await self._producer.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._producer.stop()
        await send({"type": "lifespan.shutdown.complete"})


def main() -> None:
    kafka, topic, port = sys.argv[1:]
    uvicorn.run(Door(kafka, topic), port=int(port), access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
