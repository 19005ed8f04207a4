#!/usr/bin/env bash
# Runs the tests on the engines asked for:  run.sh local|containers|external [pytest arguments]
# With `containers` and no image registry, builds the engines' images from the same packages first.
set -euo pipefail
cd "$(dirname "$0")/../.."
engines=${1:?engines: local, containers or external}
shift

case "$engines" in
  local | external) ;;
  containers)
    trap tests/support/images/down.sh EXIT
    settings=$(tests/support/images/choose.sh)
    eval "$settings"
    ;;
  *)
    echo "ENGINES is '$engines'; it is local, containers or external." >&2
    exit 2
    ;;
esac
.venv/bin/python -m pytest --engines "$engines" "$@"
