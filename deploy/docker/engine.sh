#!/usr/bin/env bash
# Sourced by what builds images: a Docker engine, its client, and a Debian base where no registry
# answers. Starts an engine when none runs (tests/support/images/down.sh ends it). Sets $docker and
# $work. Needs root to start an engine and to make a base.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=${COMPTOIR_HOME:-$checkout/.comptoir}/images
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
suite=bookworm
mkdir -p "$work"

# Debian's own client builds with BuildKit; another that comes first on the path may not.
docker=/usr/bin/docker
[ -x "$docker" ] || docker=$(command -v docker || echo /usr/bin/docker)
export DOCKER_BUILDKIT=1

say() { echo "images: $*" >&2; }
fail() { say "$*"; exit 1; }
digest() { cat "$@" | sha256sum | cut -c1-12; }
exists() { "$docker" image inspect "$1" >/dev/null 2>&1; }

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

make_base() { # name, packages (comma-separated)
  exists "$1" && return
  local root
  root=$(mktemp -d)
  say "making $1 from $mirror"
  debootstrap --variant=minbase --include="$2" "$suite" "$root" "$mirror" \
    >"$work/debootstrap.log" 2>&1 || fail "debootstrap failed; see $work/debootstrap.log"
  # What the slim image of Debian leaves out, too: nobody reads manuals in a container.
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/* "$root"/var/log/*.log
  find "$root/usr/share/doc" -depth \( -type f -o -type l \) ! -name copyright -delete
  tar -C "$root" -c . | "$docker" import - "$1" >/dev/null
  rm -rf "$root"
}
