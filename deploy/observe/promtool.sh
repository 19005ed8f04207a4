#!/usr/bin/env bash
# Puts promtool and prometheus where this checkout's tools are, from Debian's package: nothing is
# installed into the machine. One that is there already is used.
set -euo pipefail
cd "$(dirname "$0")/../.."
into=$PWD/.tooling/prometheus
[ -x "$into/promtool" ] && exit 0
mkdir -p "$into"
if found=$(command -v promtool) && server=$(command -v prometheus); then
    ln -sf "$found" "$into/promtool"
    ln -sf "$server" "$into/prometheus"
    exit 0
fi
command -v apt-get >/dev/null || {
    printf 'There is neither promtool nor apt-get here.\nInstall Prometheus 2.42 or newer; its promtool is taken from the PATH.\n' >&2
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# A machine that has never asked has no list of packages.
apt-get download -qq prometheus >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq prometheus; } >/dev/null
dpkg -x prometheus_*.deb unpacked
mv unpacked/usr/bin/promtool unpacked/usr/bin/prometheus "$into/"
