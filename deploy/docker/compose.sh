#!/usr/bin/env bash
# The demo in containers:  compose.sh up | down [remove] | anything that docker compose takes
# Makes settings and secrets of its own in .comptoir/compose. The engines' images are the published
# ones, else those named by COMPTOIR_KAFKA_IMAGE and COMPTOIR_MONGO_IMAGE, else, where no registry
# answers, built from packages (tests/support/images). COMPTOIR_PORT is where the page will be.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/engine.sh"

port=${COMPTOIR_PORT:-8000}
folder=${COMPTOIR_HOME:-$checkout/.comptoir}/compose
export COMPTOIR_COMPOSE=$folder COMPTOIR_PORT=$port
export COMPTOIR_CLUSTER_ID=Q29tcHRvaXIta2Fma2ExMQ

if "$docker" compose version >/dev/null 2>&1; then
  compose=("$docker" compose)
elif command -v docker-compose >/dev/null; then
  compose=(docker-compose)
else
  fail "docker compose is missing; on Debian: apt-get install docker-compose"
fi
compose+=(--project-name comptoir --file "$here/compose.yaml")

start_docker
case ${1:?up, down, or what docker compose takes} in
  up)
    engines=$(cd "$checkout" && tests/support/images/choose.sh)
    eval "$engines"
    greeting=$(cd "$checkout" && .venv/bin/python -m comptoir_local.composed "$folder" "$port")
    "${compose[@]}" up --detach --remove-orphans
    echo "$greeting"
    ;;
  down)
    if [ "${2:-}" = remove ]; then
      "${compose[@]}" down --volumes --remove-orphans
      rm -rf "$folder"
    else
      "${compose[@]}" down --remove-orphans
    fi
    ;;
  *) "${compose[@]}" "$@" ;;
esac
