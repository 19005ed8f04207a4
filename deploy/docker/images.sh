#!/usr/bin/env bash
# Builds the images of all services, with the page, and of the operators' tools; prints their sizes.
#   images.sh [TAG...]      default: the short git revision, and `dev`
#   ONLY="gateway orders" images.sh
# BASE names the base image; without one it is debian:bookworm-slim where a registry answers, else
# made from Debian's packages. The bills of materials are put into .comptoir/images/sbom, too.
# Fails where an image is larger than it may be.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/engine.sh"

MOST_MB=250
ALL="orders inventory notifier pms-bridge gateway operator"
UV_VERSION=$(sed -n 's/^UV_VERSION := //p' "$checkout/Makefile")
BUNDLE=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
bills=$work/sbom

choose_base() {
  [ -z "${BASE:-}" ] || return 0
  BASE=debian:bookworm-slim
  timeout 60 "$docker" pull --quiet "$BASE" >/dev/null 2>&1 && return
  local packages=python3,ca-certificates,tzdata
  BASE=comptoir/debian-base:$(echo "$suite $packages" | digest)
  make_base "$BASE" "$packages"
}

build() { # name
  local target=service module=${1//-/_} packages="--package comptoir-$1"
  case $1 in
    gateway) target=gateway ;;
    operator) target=operator module=comptoir_local.cli packages="" ;;
  esac
  say "building comptoir/$1"
  # shellcheck disable=SC2046 # several tags
  "$docker" build --network host --secret "id=ca,src=$BUNDLE" --progress plain \
    --file "$here/Dockerfile" --target "$target" \
    --build-arg BASE="$BASE" --build-arg UV_VERSION="$UV_VERSION" \
    --build-arg PACKAGES="$packages" --build-arg MODULE="$module" --build-arg NAME="comptoir/$1" \
    --build-arg VERSION="$version" --build-arg REVISION="$revision" \
    --build-arg CREATED="$created" --build-arg SOURCE="$source" \
    $(printf -- '--tag comptoir/%s:%s ' $(for tag in "${tags[@]}"; do echo "$1 $tag"; done)) \
    "$checkout" >"$work/build-$1.log" 2>&1 ||
    { tail -n 30 "$work/build-$1.log" >&2; fail "comptoir/$1 could not be built; see $work/build-$1.log"; }
}

take_bills() { # name
  mkdir -p "$bills/$1"
  "$docker" run --rm --network none --read-only --entrypoint tar "comptoir/$1:${tags[0]}" \
    -C /usr/share/comptoir/sbom -c . | tar -C "$bills/$1" -x --no-same-owner
}

weigh() { # name; prints a line of the table, fails where it is too heavy
  local megabytes
  megabytes=$(($("$docker" image inspect --format '{{.Size}}' "comptoir/$1:${tags[0]}") / 1000000))
  printf '%-22s %-16s %5s MB  %s packages\n' "comptoir/$1" "${tags[*]}" "$megabytes" \
    "$(cat "$bills/$1"/*.json | grep -c '"type": "library"')"
  [ "$megabytes" -lt "$MOST_MB" ]
}

cd "$checkout"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml | head -n 1)
revision=$(git rev-parse HEAD)
created=$(git show --no-patch --format=%cI HEAD)
source=${SOURCE:-$(git config --get remote.origin.url || true)}
[ -z "$(git status --porcelain --untracked-files=no)" ] || revision+=-changed
tags=("$@")
[ ${#tags[@]} -gt 0 ] || tags=("$(git rev-parse --short HEAD)" dev)

install_tools
start_docker
choose_base
heavy=()
for name in ${ONLY:-$ALL}; do
  build "$name"
  take_bills "$name"
done
for name in ${ONLY:-$ALL}; do
  weigh "$name" || heavy+=("$name")
done
[ ${#heavy[@]} -eq 0 ] || fail "heavier than $MOST_MB MB: ${heavy[*]}"
