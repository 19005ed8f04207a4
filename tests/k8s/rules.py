"""What must hold for every rendered manifest, as pure functions: each says what is not so, one line
per finding, and nothing where all is well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from chassis.settings import ChassisSettings
from comptoir_local.topic_resources import resource
from contracts.topics import ALL_TOPICS, PARTITIONS
from tests.k8s.rendered import Document, Documents, name, of_kind

WORKLOADS = ("Deployment", "StatefulSet", "Job", "CronJob")
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
# The published images of the engines write beside their programs; only a trial runs them.
WRITES_ITS_ROOT = frozenset({"kafka"})
STOP_SECONDS = ChassisSettings().stop_deadline
# What is named so is a secret, unless it is only where or how a secret is.
SECRET = re.compile(
    r"(secret|token|password|private|mongo$|comptoir_smtp$|api_?key)", re.IGNORECASE
)
CLOSED_AT_THE_INGRESS = ("/operate", "/metrics", "/live", "/ready")
STREAMS = {
    "nginx.ingress.kubernetes.io/proxy-buffering": "off",
    "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
    "haproxy.org/timeout-server": "1h",
    "haproxy-ingress.github.io/timeout-server": "1h",
}


def pods(documents: Documents) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each workload's name and the spec of its pods."""
    for workload in of_kind(documents, *WORKLOADS):
        job = workload["spec"].get("jobTemplate", workload)
        yield name(workload), job["spec"]["template"]["spec"]


def containers(documents: Documents) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for owner, pod in pods(documents):
        for one in [*pod["containers"], *pod.get("initContainers", ())]:
            yield f"{owner}/{one['name']}", one


def privileges_wrong(documents: Documents) -> Iterator[str]:
    """Nobody is root, keeps privileges, writes to a root, or can speak for the cluster."""
    for owner, pod in pods(documents):
        security = pod.get("securityContext", {})
        if not security.get("runAsNonRoot") or not security.get("runAsUser"):
            yield f"{owner} may run as root"
        if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{owner} has no seccomp profile"
        if pod.get("automountServiceAccountToken") is not False:
            yield f"{owner} is given a token of the cluster"
    yield from _containers_wrong(documents)


def _containers_wrong(documents: Documents) -> Iterator[str]:
    for owner, one in containers(documents):
        security = one.get("securityContext", {})
        if security.get("allowPrivilegeEscalation") is not False:
            yield f"{owner} may gain privileges"
        if security.get("capabilities", {}).get("drop") != ["ALL"]:
            yield f"{owner} keeps capabilities"
        if not security.get("readOnlyRootFilesystem") and one["name"] not in WRITES_ITS_ROOT:
            yield f"{owner} may write to its root"


def sizes_wrong(documents: Documents) -> Iterator[str]:
    """Everybody asks for what it needs, and cannot take a machine's memory. Processor time is not
    capped: what is idle may be used."""
    for owner, one in containers(documents):
        resources = one.get("resources", {})
        if not {"cpu", "memory"} <= resources.get("requests", {}).keys():
            yield f"{owner} does not say what it needs"
        if "memory" not in resources.get("limits", {}):
            yield f"{owner} may take all memory"


def probes_wrong(documents: Documents) -> Iterator[str]:
    """Whoever serves is asked whether it has started, works, and lives."""
    jobs = {name(job) for job in of_kind(documents, "Job", "CronJob")}
    for owner, one in containers(documents):
        if owner.partition("/")[0] in jobs:
            continue
        yield from (f"{owner} has no {probe}" for probe in PROBES if probe not in one)
        if one["name"] == "service":
            asked = {probe: one.get(probe, {}).get("httpGet", {}).get("path") for probe in PROBES}
            if asked != dict(zip(PROBES, ("/live", "/ready", "/live"), strict=True)):
                yield f"{owner} is asked {asked}"


def stops_wrong(documents: Documents) -> Iterator[str]:
    """Nobody is killed while it still finishes: what is in hand has one deadline, what is not yet
    published another, after the pause in which others learn that it goes."""
    for owner, pod in pods(documents):
        for one in pod["containers"]:
            if one["name"] != "service":
                continue
            pause = one.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            needed = pause + 2 * STOP_SECONDS
            if pod.get("terminationGracePeriodSeconds", 30) <= needed:
                yield f"{owner} may need {needed:.0f} s to stop and is killed before"


def doors_wrong(documents: Documents) -> Iterator[str]:
    """A public door stays open for a moment after it was taken out of its service."""
    for workload in of_kind(documents, "Deployment"):
        if workload["metadata"].get("labels", {}).get("comptoir.dev/door") == "public":
            (one,) = workload["spec"]["template"]["spec"]["containers"]
            if not one.get("lifecycle", {}).get("preStop"):
                yield f"{name(workload)} shuts its door at once"


def literals_wrong(documents: Documents) -> Iterator[str]:
    """No secret is written down: not as a Secret, not in a setting, not in an address."""
    yield from (f"{name(one)} is a secret, written down" for one in of_kind(documents, "Secret"))
    for owner, one in containers(documents):
        for setting in one.get("env", ()):
            if SECRET.search(setting["name"]) and "secretKeyRef" not in setting.get(
                "valueFrom", {}
            ):
                yield f"{owner} is told {setting['name']} in the open"
    for one in of_kind(documents, "ConfigMap"):
        for key, value in one.get("data", {}).items():
            if SECRET.search(key) or re.search(r"://[^/\s]+:[^/\s]+@", value):
                yield f"{name(one)} says {key} in the open"


def scaling_wrong(documents: Documents) -> Iterator[str]:
    """Nothing is scaled beyond the partitions: one more pod would own none."""
    for one in of_kind(documents, "ScaledObject"):
        most = one["spec"]["maxReplicaCount"]
        if most > PARTITIONS:
            yield f"{name(one)} goes to {most}, beyond {PARTITIONS} partitions"
        if one["spec"].get("minReplicaCount", 0) < 1:
            yield f"{name(one)} may go to none"


def disruption_wrong(documents: Documents) -> Iterator[str]:
    """Each Deployment has a budget, is spread over machines if it is a service, and has a rank."""
    budgets = [one["spec"] for one in of_kind(documents, "PodDisruptionBudget")]
    for workload in of_kind(documents, "Deployment"):
        labels = workload["spec"]["template"]["metadata"]["labels"]
        pod = workload["spec"]["template"]["spec"]
        if not any(selects(budget["selector"], labels) for budget in budgets):
            yield f"{name(workload)} has no disruption budget"
        if "comptoir.dev/service" in labels:
            if not pod.get("topologySpreadConstraints"):
                yield f"{name(workload)} is not spread"
            if not pod.get("priorityClassName"):
                yield f"{name(workload)} has no priority"


def network_wrong(documents: Documents) -> Iterator[str]:
    """In each namespace nothing is allowed that is not said, and each Deployment is said something
    about."""
    policies = list(of_kind(documents, "NetworkPolicy"))
    for workload in of_kind(documents, "Deployment", "StatefulSet"):
        space = workload["metadata"].get("namespace")
        labels = workload["spec"]["template"]["metadata"]["labels"]
        here = [p["spec"] for p in policies if p["metadata"].get("namespace") == space]
        if not any(not p["podSelector"] and set(p["policyTypes"]) == BOTH for p in here):
            yield f"{space} lets in and out what nobody allowed"
        if not any(selects(p["podSelector"], labels) and _allows(p) for p in here):
            yield f"{name(workload)} has no network policy"


BOTH = {"Ingress", "Egress"}


def _allows(policy: Mapping[str, Any]) -> bool:
    return bool(policy.get("ingress") or policy.get("egress")) and (
        bool(policy["podSelector"]) or "ingress" in policy
    )


def operators_door_wrong(documents: Documents) -> Iterator[str]:
    """Port 8030 opens to the gateway alone."""
    for policy in of_kind(documents, "NetworkPolicy"):
        for rule in policy["spec"].get("ingress", ()):
            ports = [port["port"] for port in rule.get("ports", ())]
            whom = rule.get("from", ())
            gateway = [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "gateway"}}}]
            service = policy["metadata"].get("namespace") == "comptoir"
            if service and (8030 in ports or not ports) and whom != gateway:
                yield f"{name(policy)} opens the door for operators"


def ingress_wrong(documents: Documents) -> Iterator[str]:
    """TLS; streams are neither held back nor cut; what is for operators leads nowhere."""
    nowhere = {
        one["metadata"]["name"]
        for one in of_kind(documents, "Service")
        if not one["spec"].get("selector")
    }
    for one in of_kind(documents, "Ingress"):
        if not one["spec"].get("tls"):
            yield f"{name(one)} has no TLS"
        notes = one["metadata"].get("annotations", {})
        yield from (f"{name(one)} lacks {key}" for key, v in STREAMS.items() if notes.get(key) != v)
        for rule in one["spec"]["rules"]:
            leads = {p["path"]: p["backend"]["service"]["name"] for p in rule["http"]["paths"]}
            for path in CLOSED_AT_THE_INGRESS:
                if leads.get(path) not in nowhere:
                    yield f"{name(one)} leads to {path}"


def namespaces_wrong(documents: Documents, engines: Iterable[str] = ()) -> Iterator[str]:
    """Pods are held to the restricted standard, but where an operator's own pods live."""
    for one in of_kind(documents, "Namespace"):
        level = one["metadata"].get("labels", {}).get("pod-security.kubernetes.io/enforce")
        wanted = "baseline" if one["metadata"]["name"] in engines else "restricted"
        if level != wanted:
            yield f"{name(one)} holds pods to {level}, not {wanted}"


def images_wrong(documents: Documents) -> Iterator[str]:
    for owner, one in containers(documents):
        tag = one["image"].rpartition(":")[2] if ":" in one["image"] else ""
        if tag in ("", "latest"):
            yield f"{owner} takes whatever {one['image']} is today"


def topics_wrong(documents: Documents) -> Iterator[str]:
    """The topics are those of contracts, neither more nor fewer, with the same settings."""
    said = {one["metadata"]["name"]: one["spec"] for one in of_kind(documents, "KafkaTopic")}
    wanted = {topic.name: resource(topic)["spec"] for topic in ALL_TOPICS}
    for topic in sorted(said.keys() | wanted.keys()):
        if said.get(topic) != wanted.get(topic):
            yield f"{topic} is {said.get(topic)}, not {wanted.get(topic)}"


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector takes these labels (of expressions, `In` is all we use)."""
    equal = selector.get("matchLabels", {}).items() <= labels.items()
    return equal and all(
        labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", ())
    )


def changed(document: Document, path: str, value: Any) -> Document:
    """A copy of a document with one field changed, or removed where the value is None. `path` is
    like `spec.ports.0.name`."""
    copy = deepcopy(document)
    inner: Any = copy
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return copy
