"""What kustomize makes of the manifests, and what their schemas say of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml
from jsonschema import Draft202012Validator
from kubernetes_validate import ValidationError

CHECKOUT = Path(__file__).parents[2]
MANIFESTS = CHECKOUT / "deploy/k8s"
SCHEMAS = MANIFESTS / "schemas"
KUSTOMIZE = CHECKOUT / ".tooling/bin/kustomize"
# The oldest version of Kubernetes that understands all of it (a pause before a stop, `sleep`).
KUBERNETES = "1.34"

Document = dict[str, Any]
Documents = Sequence[Document]


def render(folder: Path) -> list[Document]:
    """The documents of one kustomization. Raises subprocess.CalledProcessError with its words."""
    command: list[str | Path] = [KUSTOMIZE, "build", folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return list(yaml.safe_load_all(done.stdout))


def schema_wrong(documents: Documents) -> Iterator[str]:
    """What is not as Kubernetes or the operators define it, unknown fields included."""
    for document in documents:
        own = own_schema(document["apiVersion"], document["kind"])
        if own is None:
            yield from _kubernetes_wrong(document)
        else:
            for error in Draft202012Validator(own).iter_errors(document):
                yield f"{name(document)}: {error.json_path}: {error.message[:200]}"


def _kubernetes_wrong(document: Document) -> Iterator[str]:
    try:
        kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except ValidationError as error:
        yield f"{name(document)}: {error.message[:200]}"


@cache
def own_schema(api_version: str, kind: str) -> Mapping[str, Any] | None:
    """An operator's schema of a kind, None where the kind is Kubernetes' own."""
    if not is_operators(api_version):
        return None
    path = SCHEMAS / f"{kind.lower()}.{api_version.replace('/', '.')}.json"
    found: Mapping[str, Any] = json.loads(path.read_text())
    return found


def is_operators(api_version: str) -> bool:
    """Whether a kind is defined by an operator, not by Kubernetes."""
    group = api_version.partition("/")[0]
    return "." in group and not group.endswith(".k8s.io")


def name(document: Document) -> str:
    return f"{document['kind']} {document['metadata']['name']}"


def of_kind(documents: Documents, *kinds: str) -> Iterator[Document]:
    return (document for document in documents if document["kind"] in kinds)
