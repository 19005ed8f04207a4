#!/usr/bin/env bash
# Builds the two engine images where no registry answers, from the packages `make up` runs:
# a Debian base by debootstrap, then the jars, the Java runtime and mongod copied in. Starts a
# Docker engine when none runs (down.sh ends it). Needs root for both.
#
# Prints, to be eval'ed, the settings that make ENGINES=containers use them:
#   eval "$(tests/support/images/build.sh)" && .venv/bin/python -m pytest --engines containers
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../../deploy/docker/engine.sh"
packages=libcurl4,libssl3

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

# The parts and a sum over what makes them up: the locks and versions, not their hundreds of files.
parts=$(cd "$checkout" && .venv/bin/python -m tests.support.images.parts)
eval "$parts"
base=comptoir/debian-test:$(echo "$suite $packages" | digest)
kafka=comptoir/kafka-test:$({ echo "$base $versions"; cat "$here"/kafka/*; } | digest)
mongo=comptoir/mongo-test:$({ echo "$base $versions"; cat "$here"/mongo/*; } | digest)

install_tools
start_docker
if ! exists "$kafka" || ! exists "$mongo"; then
  make_base "$base" "$packages"
fi
build_kafka
build_mongo

echo "export COMPTOIR_KAFKA_IMAGE=$kafka"
echo "export COMPTOIR_MONGO_IMAGE=$mongo"
echo "export TESTCONTAINERS_RYUK_DISABLED=true"
