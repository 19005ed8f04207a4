"""`python deploy/k8s/tool/schemas.py CRD.yaml...`: trims operators' definitions to JSON schemas.

Writes `deploy/k8s/schemas/KIND.GROUP.VERSION.json` for the kinds that the manifests use: without
words, and closed, so that a field that nobody knows is found. Where the definitions come from is in
deploy/k8s/README.md.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

TARGET = Path(__file__).parents[1] / "schemas"
USED = {
    ("Kafka", "kafka.strimzi.io", "v1"),
    ("KafkaNodePool", "kafka.strimzi.io", "v1"),
    ("KafkaTopic", "kafka.strimzi.io", "v1"),
    ("MongoDBCommunity", "mongodbcommunity.mongodb.com", "v1"),
    ("ScaledObject", "keda.sh", "v1alpha1"),
    ("ExternalSecret", "external-secrets.io", "v1"),
}
WORDS = ("description", "format", "title")


def trimmed(schema: Any) -> Any:
    """A schema of OpenAPI 3 as Kubernetes has it, as JSON Schema without words."""
    if isinstance(schema, list):
        return [trimmed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    kept = {
        key: (
            {name: trimmed(one) for name, one in value.items()}
            if key == "properties"
            else trimmed(value)
        )
        for key, value in schema.items()
        if not key.startswith("x-") and (key not in WORDS or not isinstance(value, str))
    }
    opened = schema.get("x-kubernetes-preserve-unknown-fields") or schema.get(
        "x-kubernetes-embedded-resource"
    )
    if "properties" in kept and "additionalProperties" not in kept and not opened:
        kept["additionalProperties"] = False
    if kept.pop("nullable", False) and isinstance(kept.get("type"), str):
        kept["type"] = [kept["type"], "null"]
    return kept


def main(paths: list[str]) -> int:
    for path in paths:
        for definition in yaml.safe_load_all(Path(path).read_text()):
            spec = definition["spec"]
            for version in spec["versions"]:
                what = (spec["names"]["kind"], spec["group"], version["name"])
                if what not in USED:
                    continue
                schema = trimmed(version["schema"]["openAPIV3Schema"])
                schema["properties"]["metadata"] = {"type": "object"}
                target = TARGET / f"{what[0].lower()}.{what[1]}.{what[2]}.json"
                target.parent.mkdir(exist_ok=True)
                target.write_text(json.dumps(schema, separators=(",", ":"), sort_keys=True) + "\n")
                sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
