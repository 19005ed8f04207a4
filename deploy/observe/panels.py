"""What the dashboards show: titles, expressions, units; `deploy.observe.dashboards` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """One panel: expressions with their legends. `width` is of 24; `alarm` colours a figure red
    from there on."""

    title: str
    expressions: Sequence[tuple[str, str]]
    unit: str = "short"
    kind: str = "timeseries"
    width: int = 12
    alarm: float | None = None


def figure(title: str, expression: str, unit: str = "short", alarm: float | None = None) -> Shown:
    return Shown(title, ((expression, ""),), unit, "stat", 4, alarm)


EVENING = (
    figure("Processes up", 'sum(up{job="comptoir"})'),
    figure(
        "Orders opened in the last hour",
        'sum(increase(comptoir_http_requests_total{route="/partners/v1/delivery-orders"}[1h]))',
    ),
    figure("Records to read", "sum(comptoir_consumer_lag)", alarm=2000),
    figure("Keys set aside", "sum(max by (service) (comptoir_parked_keys))", alarm=1),
    figure("Records set aside", "sum(max by (service) (comptoir_dead_letters))", alarm=1),
    figure("Partners away", "sum(max by (partner) (comptoir_breaker_open)) or vector(0)", alarm=1),
    Shown(
        "Messages handled a second", (("service:comptoir_messages_handled:rate1m", "{{service}}"),)
    ),
    Shown("Requests a second", (("service:comptoir_http_requests:rate5m", "{{service}}"),)),
    Shown(
        "One request in a hundred takes",
        (("service:comptoir_http_request_seconds:p99", "{{service}}"),),
        "s",
    ),
    Shown(
        "Requests that fail",
        (
            (
                "service:comptoir_http_errors:ratio5m or 0 * service:comptoir_http_requests:rate5m",
                "{{service}}",
            ),
        ),
        "percentunit",
    ),
    Shown(
        "Pages that follow live",
        (("sum by (instance) (comptoir_stream_listeners)", "{{instance}}"),),
        width=8,
    ),
    Shown(
        "Work with partners a minute",
        (("60 * sum by (partner) (partner:comptoir_partner_tries:rate5m)", "{{partner}}"),),
        width=8,
    ),
    Shown(
        "What was not done, and why, a minute",
        (("60 * sum by (type, reason) (rate(comptoir_refused_total[5m]))", "{{type}} {{reason}}"),),
        width=8,
    ),
)
FLOW = (
    Shown("Records to read", (("service:comptoir_consumer_lag:sum", "{{service}}"),)),
    Shown(
        "Records to read, by topic",
        (
            (
                "sum by (service, topic) (comptoir_consumer_lag)",
                "{{service}} {{topic}}",
            ),
        ),
    ),
    Shown("Handled a second", (("service:comptoir_messages_handled:rate1m", "{{service}}"),)),
    Shown("Published a second", (("service:comptoir_messages_published:rate1m", "{{service}}"),)),
    Shown("A batch takes (p95)", (("service:comptoir_batch_seconds:p95", "{{service}}"),), "s"),
    Shown(
        "Messages a batch",
        (
            (
                "sum by (service) (rate(comptoir_messages_handled_total[5m]))"
                " / sum by (service) (rate(comptoir_batch_seconds_count[5m]))",
                "{{service}}",
            ),
        ),
    ),
    Shown(
        "Committed, not published yet",
        (("max by (service) (comptoir_outbox_oldest_seconds)", "{{service}}, oldest"),),
        "s",
    ),
    Shown(
        "Messages committed, not published",
        (("sum by (service) (comptoir_outbox_waiting)", "{{service}}"),),
    ),
    Shown(
        "Repeats dropped a second",
        (("sum by (service) (rate(comptoir_messages_repeated_total[5m]))", "{{service}}"),),
        width=8,
    ),
    Shown(
        "Partitions owned",
        (("sum by (service) (comptoir_partitions_owned)", "{{service}}"),),
        width=8,
    ),
    Shown(
        "Set aside",
        (
            ("max by (service) (comptoir_parked_keys)", "{{service}} keys"),
            ("max by (service) (comptoir_dead_letters)", "{{service}} records"),
        ),
        width=8,
    ),
)
PARTNERS = (
    Shown("Away", (("max by (service, partner) (comptoir_breaker_open)", "{{partner}}"),)),
    Shown(
        "Tries a minute, by how they end",
        (("60 * partner:comptoir_partner_tries:rate5m", "{{partner}} {{outcome}}"),),
    ),
    Shown("Waiting, by kind of work", (("sum by (kind) (comptoir_effects_waiting)", "{{kind}}"),)),
    Shown(
        "Overdue, by kind of work", (("kind:comptoir_effect_waited_seconds:max", "{{kind}}"),), "s"
    ),
    Shown(
        "A try takes (p95)",
        (
            (
                "histogram_quantile(0.95,"
                " sum by (kind, le) (rate(comptoir_effect_seconds_bucket[5m])))",
                "{{kind}}",
            ),
        ),
        "s",
    ),
    Shown(
        "Tries by kind and ending, a minute",
        (
            (
                "60 * sum by (kind, ending) (rate(comptoir_effects_ended_total[5m]))",
                "{{kind}} {{ending}}",
            ),
        ),
    ),
    Shown(
        "Not taken at the door, a minute",
        (
            (
                "60 * sum by (operation, reason) (rate(comptoir_door_refused_total[5m]))",
                "{{operation}} {{reason}}",
            ),
        ),
    ),
    Shown(
        "Partners' calls a minute",
        (
            (
                "60 * sum by (route, status)"
                ' (rate(comptoir_http_requests_total{service="pms-bridge"}[5m]))',
                "{{route}} {{status}}",
            ),
        ),
    ),
)
DATABASE = (
    Shown(
        "Loading a batch's documents (p95)",
        (('service_step:comptoir_database_seconds:p95{step="load"}', "{{service}}"),),
        "s",
    ),
    Shown(
        "A batch's transaction (p95)",
        (('service_step:comptoir_database_seconds:p95{step="transaction"}', "{{service}}"),),
        "s",
    ),
    Shown(
        "Transactions a second",
        (
            (
                'sum by (service) (rate(comptoir_database_seconds_count{step="transaction"}[5m]))',
                "{{service}}",
            ),
        ),
    ),
    Shown(
        "Seconds of waiting for the database, a second",
        (("sum by (service) (rate(comptoir_database_seconds_sum[5m]))", "{{service}}"),),
    ),
    Shown(
        "Batches decided again after a conflict, a minute",
        (("60 * sum by (service) (rate(comptoir_batch_conflicts_total[5m]))", "{{service}}"),),
    ),
    Shown(
        "Batches that the database did not take, a minute",
        (("60 * sum by (service) (rate(comptoir_database_failures_total[5m]))", "{{service}}"),),
    ),
    Shown(
        "Does not answer",
        (('max by (service) (comptoir_unready{condition="mongodb"})', "{{service}}"),),
    ),
    Shown(
        "Memory of the services",
        (("sum by (service) (process_resident_memory_bytes)", "{{service}}"),),
        "bytes",
    ),
)
ALL = {
    "evening": ("Comptoir: the evening at a glance", EVENING),
    "flow": ("Comptoir: flow and lag", FLOW),
    "partners": ("Comptoir: partners", PARTNERS),
    "database": ("Comptoir: database", DATABASE),
}
