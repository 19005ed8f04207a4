"""One trial in the cluster: put there anew, reached as people and partners reach it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from comptoir_local.cluster_secrets import connections, secrets_of
from comptoir_local.demo_hotel import Secrets
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.home import Home
from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.ports import Ports, free_ports
from comptoir_local.processes import Installation
from comptoir_local.screen import say
from partners.client import PartnersClient
from tests.crash.scene import Stage
from tests.k8s.cluster import SPACE, done, forwarded, kubectl, machine_address, rolled_out
from tests.k8s.rendered import MANIFESTS, Document, of_kind, render

SERVICES = ("orders", "inventory", "notifier", "pms-bridge", "gateway", "gateway-views")
IMAGES = ("orders", "inventory", "notifier", "pms-bridge", "gateway", "operator")
SPACES = (SPACE, "comptoir-ingress", "comptoir-partners", "comptoir-engines")
HTTP = 30080
# As the broker says of itself to who comes through a forwarded port.
KAFKA = 29094
# Engines and ingress in the names of the overlay, and the settings that name others.
ENGINE_IMAGES = {
    "apache/kafka": "COMPTOIR_KAFKA_IMAGE",
    "mongo": "COMPTOIR_MONGO_IMAGE",
    "nginx": "COMPTOIR_NGINX_IMAGE",
}


@dataclass(frozen=True)
class ClusterInstallation(Installation):
    """An installation behind an ingress, which answers on a machine called `outside`.

    The simulators stand for the outside: they are commanded, and their records read, at
    `simulators`, past the ingress, whose pods come and go.
    """

    outside: str = ""
    simulators: str = ""

    @property
    def public_url(self) -> str:
        return f"http://{self.outside}:{HTTP}"

    @property
    def partners_url(self) -> str:
        return f"http://{self.simulators}"


@dataclass(frozen=True)
class ClusterStage(Stage):
    """What is played on. The simulators come in by the ingress, too."""

    @property
    def bridge_url(self) -> str:
        return "http://ingress.comptoir-ingress"

    @property
    def key(self) -> str:
        return Secrets.of(self.to.home.root).key

    @property
    def known(self) -> dict[str, Any]:
        """The bridge's connections."""
        found: dict[str, Any] = json.loads(connections(OwnSecrets.of(self.to.home.root)))
        return found


def documents(
    work: Path, release: str, elsewhere: Mapping[str, str] = os.environ
) -> list[Document]:
    """The overlay `dev` with a release's images, and those that the environment names."""
    images = [{"name": f"comptoir/{name}", "newTag": release} for name in IMAGES]
    for name, setting in ENGINE_IMAGES.items():
        if image := elsewhere.get(setting):
            new, _, tag = image.rpartition(":")
            images.append({"name": name, "newName": new, "newTag": tag})
    folder = work / "overlay"
    folder.mkdir(parents=True, exist_ok=True)
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [os.path.relpath(MANIFESTS / "overlays/dev", folder)],
        "images": images,
    }
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    return render(folder)


async def put(work: Path, release: str) -> None:
    """Apply everything and wait until it works. Whatever was there before must be gone."""
    everything = documents(work, release)
    await apply(list(of_kind(everything, "Namespace")))
    await apply(list(secrets_of(work / "home")))
    # In any order it comes to the same; in this one nobody has to try again.
    serving = list(of_kind(everything, "Deployment"))
    seed = [one for one in of_kind(everything, "Job") if one["metadata"]["name"] == "seed"]
    await apply([one for one in everything if one not in (*serving, *seed)])
    for engine in ("kafka", "mongo"):
        where = ("--namespace", "comptoir-engines", "--timeout=240s")
        await kubectl("rollout", "status", f"statefulset/{engine}", *where)
    await done("prepare")
    await apply(serving)
    await rolled_out(SERVICES)
    await rolled_out(["ingress"], "comptoir-ingress")
    await rolled_out(["partners"], "comptoir-partners")
    await apply(seed)
    await done("seed")


async def prepare_again(work: Path, release: str) -> None:
    """Run a release's Job of topics and indexes beside the services that work, as before every
    upgrade."""
    jobs = of_kind(documents(work, release), "Job")
    await kubectl("delete", "job", "prepare", "--namespace", SPACE, "--ignore-not-found")
    await apply([job for job in jobs if job["metadata"]["name"] == "prepare"])
    await done("prepare")


async def apply(wanted: list[Any]) -> None:
    text = "".join(f"---\n{json.dumps(one)}\n" for one in wanted)
    await kubectl("apply", "--server-side", "--force-conflicts", "--filename", "-", given=text)


async def remove(work: Path) -> None:
    """Remove all namespaces of a trial, with what they hold, and its secrets."""
    await kubectl("delete", "namespace", *SPACES, "--ignore-not-found", "--timeout=240s")
    shutil.rmtree(work / "home", ignore_errors=True)


@asynccontextmanager
async def fresh(work: Path, release: str) -> AsyncIterator[ClusterStage]:
    """A trial of its own, removed beforehand and left where it stands for who wants to look."""
    say("removing what is left of a former trial ...")
    await remove(work)
    say(f"putting release {release} there ...")
    await put(work, release)
    outside = await machine_address()
    mongo_port, partners_port = free_ports(2)
    async with (
        forwarded("pod/kafka-0", "comptoir-engines", KAFKA, KAFKA) as kafka,
        forwarded("pod/mongo-0", "comptoir-engines", mongo_port, 27017) as mongo,
        forwarded("deployment/partners", "comptoir-partners", partners_port, 8020) as simulators,
    ):
        engines = EngineAddresses(kafka=kafka, mongo=f"mongodb://{mongo}/?directConnection=true")
        home = Home.at(work / "home")
        to = ClusterInstallation(
            home=home, ports=Ports(), engines=engines, outside=outside, simulators=simulators
        )
        async with PartnersClient(to.partners_url) as partners:
            yield ClusterStage(to, partners)
