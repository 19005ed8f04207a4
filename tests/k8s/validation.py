"""The overlay `production` before a real API server, which knows the operators' definitions."""

from __future__ import annotations

import json

from tests.k8s.cluster import kubectl, objects
from tests.k8s.installation import apply
from tests.k8s.rendered import MANIFESTS, Document, is_operators, of_kind, render


async def validated() -> tuple[int, list[str]]:
    """How many documents the server would take, and the kinds that it has no definition of. Nothing
    stays but the namespaces. Raises Trouble with its words about what it would not take."""
    documents = render(MANIFESTS / "overlays/production")
    groups = {one["spec"]["group"] for one in await objects("customresourcedefinitions")}
    fit = [one for one in documents if _known(one, groups)]
    await apply(list(of_kind(documents, "Namespace")))
    text = "".join(f"---\n{json.dumps(one)}\n" for one in fit)
    strictly = ("--server-side", "--dry-run=server", "--validate=strict", "--force-conflicts")
    await kubectl("apply", *strictly, "--filename", "-", given=text)
    return len(fit), sorted({one["kind"] for one in documents if one not in fit})


def _known(document: Document, groups: set[str]) -> bool:
    version = str(document["apiVersion"])
    return not is_operators(version) or version.partition("/")[0] in groups
