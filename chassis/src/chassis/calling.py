"""Requests to others, watched: a span for each, without path, query, body or headers."""

from __future__ import annotations

from typing import Any

import httpx

from chassis import tracing


class Caller(httpx.AsyncClient):
    """httpx's client, as a service uses it towards one partner."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        told: dict[str, tracing.Attribute] = {
            "http.request.method": request.method,
            "server.address": request.url.host,
        }
        if request.url.port is not None:
            told["server.port"] = request.url.port
        with tracing.running.spanning(request.method, "client", told):
            answer = await super().send(request, **options)
            told["http.response.status_code"] = answer.status_code
            if answer.is_error:
                told["error.type"] = str(answer.status_code)
            return answer
