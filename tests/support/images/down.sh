#!/usr/bin/env bash
# Ends the Docker engine that build.sh started, if it did; the images stay for the next time.
set -euo pipefail

checkout=$(cd "$(dirname "$0")/../../.." && pwd)
record=${COMPTOIR_HOME:-$checkout/.comptoir}/images/dockerd.pid

[ -f "$record" ] || exit 0
pid=$(cat "$record")
if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
  kill "$pid"
  for _ in $(seq 60); do
    [ -d "/proc/$pid" ] || break
    sleep 0.5
  done
  [ ! -d "/proc/$pid" ] || { echo "images: the Docker engine ($pid) does not end." >&2; exit 1; }
fi
rm -f "$record"
