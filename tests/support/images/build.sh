#!/usr/bin/env bash
# Builds the two engine images where no registry answers, from the packages `make up` runs:
# a Debian base by debootstrap, then the jars, the Java runtime and mongod copied in. Starts a
# Docker engine when none runs (down.sh ends it). Needs root for both.
#
# Prints, to be eval'ed, the settings that make ENGINES=containers use them:
#   eval "$(tests/support/images/build.sh)" && .venv/bin/python -m pytest --engines containers
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../../.." && pwd)
work=${COMPTOIR_HOME:-$checkout/.comptoir}/images
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
suite=bookworm
packages=libcurl4,libssl3
mkdir -p "$work"

say() { echo "images: $*" >&2; }
fail() { say "$*"; exit 1; }

install_tools() {
  local missing=()
  # A client may be there without an engine.
  if [ ! -x "$docker" ] || ! { command -v dockerd >/dev/null || "$docker" info >/dev/null 2>&1; }; then
    missing+=(docker.io)
  fi
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null ||
    fail "missing ${missing[*]}: install them, or run this as root on Debian or Ubuntu."
  say "installing ${missing[*]}"
  { apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 ||
    fail "apt-get failed; see $work/apt.log"
}

start_docker() {
  "$docker" info >/dev/null 2>&1 && return
  [ -z "${DOCKER_HOST:-}" ] || fail "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST."
  [ "$(id -u)" -eq 0 ] || fail "no Docker engine runs, and only root can start one."
  say "starting a Docker engine (log: $work/dockerd.log)"
  setsid dockerd --data-root "$work/docker" --pidfile "$work/dockerd.pid" \
    >"$work/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq 60); do
    "$docker" info >/dev/null 2>&1 && return
    sleep 0.5
  done
  tail -n 5 "$work/dockerd.log" >&2
  fail "the Docker engine did not answer within 30 s."
}

exists() { "$docker" image inspect "$1" >/dev/null 2>&1; }

build_base() {
  exists "$base" && return
  local root
  root=$(mktemp -d)
  say "making $base from $mirror"
  debootstrap --variant=minbase --include="$packages" "$suite" "$root" "$mirror" \
    >"$work/debootstrap.log" 2>&1 || fail "debootstrap failed; see $work/debootstrap.log"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
  tar -C "$root" -c . | "$docker" import - "$base" >/dev/null
  rm -rf "$root"
}

build_image() { # name, context
  say "building $1"
  "$docker" build --quiet --build-arg BASE="$base" --tag "$1" "$2" >/dev/null
}

build_kafka() {
  exists "$kafka" && return
  local context
  context=$(mktemp -d)
  cp "$here"/kafka/* "$context"
  cp -r "$java" "$context/java"
  mkdir "$context/jars"
  xargs -d: cp -t "$context/jars" < <(printf %s "$jars")
  build_image "$kafka" "$context"
  rm -rf "$context"
}

build_mongo() {
  exists "$mongo" && return
  local context
  context=$(mktemp -d)
  cp "$here"/mongo/* "$mongod" "$context"
  build_image "$mongo" "$context"
  rm -rf "$context"
}

# Debian's own client builds with BuildKit; another that comes first on the path may not.
docker=/usr/bin/docker
[ -x "$docker" ] || docker=$(command -v docker || echo /usr/bin/docker)

# The parts and a sum over what makes them up: the locks and versions, not their hundreds of files.
parts=$(cd "$checkout" && .venv/bin/python -m tests.support.images.parts)
eval "$parts"
digest() { cat "$@" | sha256sum | cut -c1-12; }
base=comptoir/debian-test:$(echo "$suite $packages" | digest)
kafka=comptoir/kafka-test:$({ echo "$base $versions"; cat "$here"/kafka/*; } | digest)
mongo=comptoir/mongo-test:$({ echo "$base $versions"; cat "$here"/mongo/*; } | digest)

install_tools
start_docker
if ! exists "$kafka" || ! exists "$mongo"; then
  build_base
fi
build_kafka
build_mongo

echo "export COMPTOIR_KAFKA_IMAGE=$kafka"
echo "export COMPTOIR_MONGO_IMAGE=$mongo"
echo "export TESTCONTAINERS_RYUK_DISABLED=true"
