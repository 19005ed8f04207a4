"""`python -m comptoir_local.topic_resources write|check`: the topics as Strimzi's resources.

Where Strimzi keeps the topics, they are resources like all else; they come from `contracts`, as
those do that `comptoir prepare` creates, so that neither finds fault with the other's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from comptoir_local.topics import settings_for
from contracts.topics import ALL_TOPICS, Topic

TARGET = Path(__file__).parents[4] / "deploy/k8s/overlays/production/topics/topics.yaml"
CLUSTER = "comptoir"
REPLICAS = 3
HEAD = "# Generated from contracts by `make schemas`; not to be changed by hand.\n"


def resource(topic: Topic) -> Mapping[str, Any]:
    """One KafkaTopic. Kafka's settings are numbers or words there, by their Kafka names."""
    config = {
        name: int(value) if value.lstrip("-").isdigit() else value
        for name, value in sorted(settings_for(topic).items())
    }
    return {
        "apiVersion": "kafka.strimzi.io/v1",
        "kind": "KafkaTopic",
        "metadata": {"name": topic.name, "labels": {"strimzi.io/cluster": CLUSTER}},
        "spec": {"partitions": topic.partitions, "replicas": REPLICAS, "config": config},
    }


def document(topics: Iterable[Topic] = ALL_TOPICS) -> str:
    """All topics as one YAML text: each document is JSON, which YAML contains."""
    return HEAD + "".join(f"---\n{json.dumps(resource(one), indent=2)}\n" for one in topics)


def main(arguments: list[str], target: Path = TARGET) -> int:
    if arguments not in (["write"], ["check"]):
        sys.stderr.write("usage: python -m comptoir_local.topic_resources write|check\n")
        return 2
    wanted = document()
    if arguments == ["write"]:
        target.write_text(wanted)
    elif not target.exists() or target.read_text() != wanted:
        sys.stderr.write(f"{target} is stale: run `make schemas`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
