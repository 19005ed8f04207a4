"""The gateway's settings; the only reader of the environment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, DirectoryPath, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from chassis.links import Links
from chassis.settings import ChassisSettings
from contracts.message import PropertyId
from contracts.topics import SERVICES

PAGE = Path(__file__).parents[2] / "web" / "dist"

PartnerId = Annotated[str, Field(min_length=1, max_length=64)]
ServiceAddress = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+/?$")]
Partners = Annotated[tuple[PartnerId, ...], Field(min_length=1, max_length=20)]


def _good_for_links(secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if secrets:
        Links([secret.get_secret_value() for secret in secrets])
    return secrets


def _of_ours(addresses: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(addresses.keys() - set(SERVICES)):
        raise ValueError(f"{', '.join(unknown)}: no such service; there are {', '.join(SERVICES)}")
    return addresses


def _with_places(url: str) -> str:
    if missing := [place for place in ("{z}", "{x}", "{y}") if place not in url]:
        raise ValueError(f"{', '.join(missing)} is missing")
    return url


class MapTiles(BaseModel):
    """Where a map's pictures are (256 pixels a side), and whom to name below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: Annotated[
        str,
        Field(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\s\"'<>]*$", max_length=500),
        AfterValidator(_with_places),
    ]
    attribution: Annotated[str, Field(min_length=1, max_length=200)]

    @property
    def origin(self) -> str:
        return "/".join(self.url.split("/", 3)[:3])


class Role(StrEnum):
    """What one process of the gateway does."""

    HTTP = "http"
    VIEWS = "views"
    BOTH = "both"


class Settings(ChassisSettings):
    """`COMPTOIR_WEB`: the folder of the built page (default: `web/dist` beside this package's
    source tree, which `make web` fills; an installation from wheels must set it).
    `COMPTOIR_ANSWER_WAIT`: seconds that a write waits for its answer before it says 202.
    `COMPTOIR_HEARTBEAT`: seconds between signs of life on a stream, and between two looks at
    whether its session still stands.

    `COMPTOIR_PUBLIC_URL`: where people reach this gateway; links begin with it.
    `COMPTOIR_LINK_SECRETS`: a JSON list of what links are signed with, the newest first; empty, no
    link is handed out and none believed. `COMPTOIR_VAPID_PUBLIC_KEY`: the public half of the
    notifier's key for pop-ups. `COMPTOIR_ORDERING_PARTNERS`: with which partners each property may
    place orders, as `{"hotel-lumiere": ["demo-page"]}`, the usual one first.

    `COMPTOIR_MAP_TILES`: what maps are drawn from, as `{"plan": {"url":
    "https://tiles.example/{z}/{x}/{y}.png", "attribution": "© ..."}, "satellite": {...}}`, each of
    them or none; without one, maps show coordinates alone.
    `COMPTOIR_GUEST_BOOKINGS_A_MINUTE`: how many bookings strangers may send from one network (an
    IPv4 address, an IPv6 /64), on each replica; looks and prices go by it (`booking.pace`).

    `COMPTOIR_GATEWAY_ROLE`: what this process does. `http` answers people and programs and consumes
    nothing, so that there may be as many as requests need; `views` keeps the views up to date, so
    that there may be as many as there are partitions, and has `/live`, `/ready` and `/metrics`
    alone; `both` (the default) does both.

    `COMPTOIR_SERVICE_ADDRESSES`: where each service has its door for operators
    (`COMPTOIR_OPERATOR_HTTP` there), as `{"orders": "http://127.0.0.1:8041"}`; with
    `COMPTOIR_OPERATOR_SECRET`, which is then every process's, the gateway lists and orders there
    what was set aside.
    """

    # An error at start names the setting; what it holds may be a secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    gateway_role: Role = Role.BOTH
    web: DirectoryPath = Field(default=PAGE, validate_default=True)
    answer_wait: float = Field(default=5.0, gt=0)
    heartbeat: float = Field(default=15.0, gt=0)
    public_url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")] = (
        "http://127.0.0.1:8000"
    )
    link_secrets: Annotated[tuple[SecretStr, ...], AfterValidator(_good_for_links)] = ()
    vapid_public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{80,100}$")] | None = None
    ordering_partners: dict[PropertyId, Partners] = Field(default_factory=dict)
    map_tiles: dict[Literal["plan", "satellite"], MapTiles] = Field(default_factory=dict)
    guest_bookings_a_minute: Annotated[int, Field(ge=1, le=100_000)] = 30
    service_addresses: Annotated[dict[str, ServiceAddress], AfterValidator(_of_ours)] = Field(
        default_factory=dict
    )

    @property
    def links(self) -> Links | None:
        """What signs and reads links; None where no secret is set."""
        secrets = [secret.get_secret_value() for secret in self.link_secrets]
        return Links(secrets) if secrets else None

    @property
    def tile_origins(self) -> tuple[str, ...]:
        """From where maps take their pictures, each once."""
        return tuple(dict.fromkeys(tiles.origin for tiles in self.map_tiles.values()))

    def url(self, path: str) -> str:
        """A path of ours as others reach it."""
        return self.public_url.rstrip("/") + path
