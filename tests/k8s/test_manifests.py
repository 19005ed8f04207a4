"""The rendered manifests: as Kubernetes and the operators define them, and as safe as we say. Each
rule is also held against manifests from which its guard was taken, and must then find it gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comptoir_local.cluster_secrets import secrets_of
from contracts.topics import ALL_TOPICS, PARTITIONS, SERVICES
from tests.k8s import rules
from tests.k8s.rendered import MANIFESTS, Document, name, of_kind, render, schema_wrong

Rule = Callable[[list[Document]], Iterator[str]]
OVERLAYS = ("dev", "production")
RULES: tuple[Rule, ...] = (
    rules.privileges_wrong,
    rules.sizes_wrong,
    rules.probes_wrong,
    rules.stops_wrong,
    rules.doors_wrong,
    rules.literals_wrong,
    rules.scaling_wrong,
    rules.disruption_wrong,
    rules.network_wrong,
    rules.operators_door_wrong,
    rules.ingress_wrong,
    rules.images_wrong,
)
POD = "spec.template.spec"
CONTAINER = f"{POD}.containers.0"


@cache
def overlay(which: str) -> list[Document]:
    return render(MANIFESTS / "overlays" / which)


@pytest.mark.parametrize("which", OVERLAYS)
def test_every_document_is_as_kubernetes_and_the_operators_define_it(which: str) -> None:
    assert list(schema_wrong(overlay(which))) == []


@pytest.mark.parametrize("component", ["mongodb-by-address", "external-secrets", "rebuild"])
def test_components_beside_the_overlays_are_valid(component: str) -> None:
    documents = render(MANIFESTS / "components" / component)
    assert documents
    assert list(schema_wrong(documents)) == []


def test_a_field_that_nobody_knows_is_found() -> None:
    deployment = next(of_kind(overlay("dev"), "Deployment"))
    wrong = rules.changed(deployment, f"{POD}.restartPolitics", "Always")
    assert list(schema_wrong([wrong]))
    topic = next(of_kind(overlay("production"), "KafkaTopic"))
    assert list(schema_wrong([rules.changed(topic, "spec.partitons", 12)]))


@pytest.mark.parametrize("which", OVERLAYS)
@pytest.mark.parametrize("rule", RULES)
def test_the_manifests_keep_every_rule(rule: Rule, which: str) -> None:
    assert list(rule(overlay(which))) == []


@pytest.mark.parametrize(("which", "engines"), [("dev", ()), ("production", ("comptoir-engines",))])
def test_namespaces_hold_their_pods_to_the_restricted_standard(
    which: str, engines: tuple[str, ...]
) -> None:
    assert list(rules.namespaces_wrong(overlay(which), engines)) == []
    without = [
        rules.changed(one, "metadata.labels", {}) if one["kind"] == "Namespace" else one
        for one in overlay(which)
    ]
    assert list(rules.namespaces_wrong(without, engines))


# Which guard is taken away: the rule that must miss it, from which document, where, and what for.
TAKEN: tuple[tuple[Rule, str, str, Any], ...] = (
    (rules.privileges_wrong, "Deployment orders", f"{POD}.securityContext.runAsNonRoot", False),
    (rules.privileges_wrong, "Deployment orders", f"{POD}.securityContext.seccompProfile", None),
    (rules.privileges_wrong, "Deployment orders", f"{POD}.automountServiceAccountToken", None),
    *(
        (rules.privileges_wrong, "Deployment gateway", f"{CONTAINER}.securityContext.{field}", None)
        for field in ("allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem")
    ),
    (rules.sizes_wrong, "Deployment notifier", f"{CONTAINER}.resources.limits", None),
    (rules.sizes_wrong, "Job prepare", f"{CONTAINER}.resources.requests", None),
    *(
        (rules.probes_wrong, "Deployment pms-bridge", f"{CONTAINER}.{probe}", None)
        for probe in rules.PROBES
    ),
    (
        rules.probes_wrong,
        "Deployment inventory",
        f"{CONTAINER}.readinessProbe.httpGet.path",
        "/live",
    ),
    (rules.stops_wrong, "Deployment orders", f"{POD}.terminationGracePeriodSeconds", 30),
    (rules.stops_wrong, "Deployment gateway", f"{POD}.terminationGracePeriodSeconds", 38),
    (rules.doors_wrong, "Deployment gateway", f"{CONTAINER}.lifecycle", None),
    (
        rules.literals_wrong,
        "Deployment orders",
        f"{CONTAINER}.env.2",
        {"name": "COMPTOIR_MONGO", "value": "mongodb://somewhere"},
    ),
    (rules.disruption_wrong, "Deployment orders", f"{POD}.topologySpreadConstraints", None),
    (rules.disruption_wrong, "Deployment orders", f"{POD}.priorityClassName", None),
    (
        rules.operators_door_wrong,
        "NetworkPolicy operators-doors",
        "spec.ingress.0.from.0.podSelector",
        {},
    ),
    (rules.operators_door_wrong, "NetworkPolicy public-doors", "spec.ingress.0.ports", None),
    (rules.ingress_wrong, "Ingress comptoir", "spec.tls", None),
    (rules.ingress_wrong, "Ingress comptoir", "metadata.annotations", {}),
    (rules.ingress_wrong, "Ingress comptoir", "spec.rules.0.http.paths.0.path", "/operator"),
    (rules.ingress_wrong, "Service closed", "spec.selector", {"app": "gateway"}),
    (rules.images_wrong, "Deployment orders", f"{CONTAINER}.image", "comptoir/orders"),
)
NIGHTLY = "spec.jobTemplate.spec.template.spec"


@pytest.mark.parametrize(("rule", "whose", "path", "value"), TAKEN)
def test_a_guard_that_is_taken_away_is_missed(
    rule: Rule, whose: str, path: str, value: object
) -> None:
    found = [one for one in overlay("dev") if name(one) == whose]
    assert found
    without = [
        rules.changed(one, path, value) if name(one) == whose else one for one in overlay("dev")
    ]
    assert list(rule(without))


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (rules.privileges_wrong, f"{NIGHTLY}.securityContext.runAsNonRoot"),
        (rules.sizes_wrong, f"{NIGHTLY}.containers.0.resources.limits"),
    ],
)
def test_what_runs_every_night_is_held_to_the_rules_too(rule: Rule, path: str) -> None:
    (backup,) = of_kind(overlay("production"), "CronJob")
    assert list(rule([rules.changed(backup, path, None)]))


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        (rules.disruption_wrong, "PodDisruptionBudget orders"),
        (rules.network_wrong, "NetworkPolicy default-deny"),
        (rules.network_wrong, "NetworkPolicy ingress"),
    ],
)
def test_a_document_that_is_taken_away_is_missed(rule: Rule, gone: str) -> None:
    assert list(rule([one for one in overlay("dev") if name(one) != gone]))


def test_a_secret_that_is_written_down_is_found() -> None:
    (settings,) = (
        one for one in of_kind(overlay("dev"), "ConfigMap") if "COMPTOIR_KAFKA" in one["data"]
    )
    told = rules.changed(settings, "data.COMPTOIR_SMS_TOKEN", "open-sesame")
    address = rules.changed(settings, "data.COMPTOIR_SMTP_AT", "smtp://me:pass@relay")
    secret = {"kind": "Secret", "metadata": {"name": "any"}}
    for one in (told, address, secret):
        assert list(rules.literals_wrong([one]))


@pytest.mark.parametrize("service", [*(s for s in SERVICES if s != "gateway"), "gateway-views"])
def test_whoever_reads_topics_is_scaled_by_lag_and_never_beyond_the_partitions(
    service: str,
) -> None:
    (scaled,) = (
        one
        for one in of_kind(overlay("production"), "ScaledObject")
        if one["spec"]["scaleTargetRef"]["name"] == service
    )
    (by_lag,) = (t["metadata"] for t in scaled["spec"]["triggers"] if t["type"] == "kafka")
    assert by_lag["consumerGroup"] == service.removesuffix("-views")
    assert scaled["spec"]["maxReplicaCount"] == PARTITIONS
    beyond = rules.changed(scaled, "spec.maxReplicaCount", PARTITIONS + 1)
    assert list(rules.scaling_wrong([beyond]))


def test_applying_again_does_not_undo_what_scaling_decided() -> None:
    for deployment in of_kind(overlay("production"), "Deployment"):
        assert "replicas" not in deployment["spec"], name(deployment)


def test_the_topics_are_those_of_contracts() -> None:
    documents = overlay("production")
    assert list(rules.topics_wrong(documents)) == []
    topics = list(of_kind(documents, "KafkaTopic"))
    assert len(topics) == len(ALL_TOPICS)
    assert list(rules.topics_wrong(topics[1:]))
    assert list(rules.topics_wrong([rules.changed(topics[0], "spec.partitions", 6), *topics[1:]]))


def test_a_trial_is_given_every_secret_that_its_pods_refer_to(tmp_path: Path) -> None:
    made = {
        (one["metadata"]["namespace"], one["metadata"]["name"], key)
        for one in secrets_of(tmp_path)
        for key in one["data"]
    }
    for whose, one in rules.containers(overlay("dev")):
        for setting in one.get("env", ()):
            reference = setting.get("valueFrom", {}).get("secretKeyRef")
            if reference is not None:
                assert ("comptoir", reference["name"], reference["key"]) in made, whose
    kept = {name for _, name, _ in made}
    for whose, pod in rules.pods(overlay("dev")):
        for volume in pod.get("volumes", ()):
            assert volume.get("secret", {"secretName": "comptoir-demo"})["secretName"] in kept, (
                whose
            )


def test_a_trials_secrets_are_made_once(tmp_path: Path) -> None:
    assert list(secrets_of(tmp_path)) == list(secrets_of(tmp_path))


def test_the_nightly_backup_keeps_every_secret_that_pods_refer_to() -> None:
    """But where MongoDB is: a restored installation has another."""
    documents = overlay("production")
    (backup,) = (pod for whose, pod in rules.pods(documents) if whose == "CronJob backup")
    (keys,) = (one["projected"] for one in backup["volumes"] if one["name"] == "keys")
    kept = {
        (one["secret"]["name"], item["key"])
        for one in keys["sources"]
        for item in one["secret"].get("items", [{"key": "connections.json"}])
    }
    for whose, one in rules.containers(documents):
        for setting in one.get("env", ()):
            reference = setting.get("valueFrom", {}).get("secretKeyRef")
            if reference and reference["name"] != "comptoir-mongo":
                assert (reference["name"], reference["key"]) in kept, whose


def test_external_secrets_cover_what_services_refer_to() -> None:
    there = {
        (one["spec"]["target"]["name"], data["secretKey"])
        for one in render(MANIFESTS / "components/external-secrets")
        for data in one["spec"]["data"]
    }
    for whose, one in rules.containers(overlay("production")):
        for setting in one.get("env", ()):
            if reference := setting.get("valueFrom", {}).get("secretKeyRef"):
                assert (reference["name"], reference["key"]) in there, whose
