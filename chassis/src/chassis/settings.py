"""Settings that every service has, read from the environment once, at start."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ChassisSettings(BaseSettings):
    """`COMPTOIR_KAFKA`, `COMPTOIR_MONGO`, `COMPTOIR_NAMESPACE`, `COMPTOIR_HTTP`, ...

    `namespace` is put before every topic, group and database, so that several installations may
    share engines. Times are in seconds. `COMPTOIR_OPERATOR_HTTP` is where the process has its door
    for operators (`chassis.operator_door`), HOST:PORT like `COMPTOIR_HTTP` and never the same, and
    `COMPTOIR_OPERATOR_SECRET` what opens it; without both there is no such door.
    `COMPTOIR_HISTORY_KEPT` is in days (docs/operations.md says what that takes).
    """

    # An error at start names the setting; what it holds may be a secret.
    model_config = SettingsConfigDict(
        env_prefix="COMPTOIR_",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    kafka: str = "127.0.0.1:19092"
    mongo: str = "mongodb://127.0.0.1:27117/?replicaSet=comptoir&directConnection=true"
    namespace: str = Field(default="", pattern=r"^[a-z0-9-]{0,30}$")
    http: str = "127.0.0.1:0"
    log_level: str = "INFO"
    operator_http: str | None = None
    operator_secret: Annotated[SecretStr, Field(min_length=32)] | None = None

    # Days that what was said on event topics is kept as history; for good without.
    history_kept: float | None = Field(default=None, ge=1)

    batch_records: int = Field(default=500, ge=1, le=10_000)
    # A member that neither polls nor beats for this long loses its partitions.
    session_timeout: float = 10.0
    # One transaction may try again, after conflicts and lost connections, for this long before the
    # batch is decided anew; nothing is ever skipped.
    commit_deadline: float = 30.0
    # A publish that is not acknowledged by then gets a new producer.
    publish_timeout: float = 15.0
    effect_workers: int = Field(default=32, ge=1, le=1000)
    # Left of a lease after the carrier's deadline, for a slow clock and a late commit.
    lease_margin: float = 5.0
    # This many keys parked by one handler within a minute are a bad release: the service stops.
    bad_release_keys: int = Field(default=20, ge=1)
    # How long a stop may take before what is left is dropped for the next owner.
    stop_deadline: float = 15.0

    # OpenTelemetry's own names: where traces go (nowhere without it), and which share of them.
    otlp_endpoint: str | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"
        ),
    )
    trace_share: float = Field(
        default=1.0, ge=0, le=1, validation_alias=AliasChoices("OTEL_TRACES_SAMPLER_ARG")
    )

    @property
    def http_address(self) -> tuple[str, int]:
        """Host and port of the service's own HTTP door. Raises ValueError naming the setting."""
        return _address("COMPTOIR_HTTP", self.http)

    @property
    def operator_address(self) -> tuple[str, int] | None:
        """Host and port of the door for operators; None where there is none. Raises ValueError
        naming the setting."""
        if self.operator_http is None or self.operator_secret is None:
            return None
        return _address("COMPTOIR_OPERATOR_HTTP", self.operator_http)


def _address(setting: str, value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"{setting} is {value!r}, not HOST:PORT")
    return host, int(port)


def database_name(settings: ChassisSettings, service: str) -> str:
    """Which database a service's documents live in."""
    return f"{settings.namespace}comptoir-{service}"
