#!/usr/bin/env bash
# Prints, to be eval'ed, the settings for ENGINES=containers: the images that were named, else the
# published ones where an image registry answers, else images built here from the same packages.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${COMPTOIR_KAFKA_IMAGE:-}" ] && [ -n "${COMPTOIR_MONGO_IMAGE:-}" ]; then
  exit 0
fi
kafka=${COMPTOIR_KAFKA_IMAGE:-apache/kafka:4.3.1}
mongo=${COMPTOIR_MONGO_IMAGE:-mongo:8.0}
if command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1 &&
  timeout 300 docker pull --quiet "$kafka" >&2 && timeout 300 docker pull --quiet "$mongo" >&2; then
  exit 0
fi
echo "images: no Docker engine with an image registry answers; building from packages" >&2
exec "$here/build.sh"
