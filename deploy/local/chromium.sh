#!/usr/bin/env bash
# The Chromium that tests and screenshots look through.
#   chromium.sh find      prints where it is
#   chromium.sh install   finds it, else installs it where that is possible (Debian, as root)
set -euo pipefail

# The first draws no window around its pages: one costs less than half of what it does in the others.
NAMES=(chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome)
DEBIANS=chromium-headless-shell

find_one() {
    if [ -n "${COMPTOIR_CHROMIUM:-}" ]; then
        [ -x "$COMPTOIR_CHROMIUM" ] || return 1
        echo "$COMPTOIR_CHROMIUM"
        return 0
    fi
    for name in "${NAMES[@]}"; do
        command -v "$name" && return 0
    done
    return 1
}

explain() {
    if [ -n "${COMPTOIR_CHROMIUM:-}" ]; then
        printf '\nCOMPTOIR_CHROMIUM is %s, which cannot be run.\n' "$COMPTOIR_CHROMIUM" >&2
    else
        printf '\nThere is no Chromium here (looked for %s on the PATH).\n' "${NAMES[*]}" >&2
    fi
    printf '%s\n' "Install one, or name it: COMPTOIR_CHROMIUM=/path/to/chromium make test-browser" >&2
    exit 1
}

# On Ubuntu the package of this name only asks for a snap; it is Debian's that brings a browser.
is_debian() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null; }

install() {
    find_one >/dev/null && return 0
    if [ -n "${COMPTOIR_CHROMIUM:-}" ] || ! is_debian || [ "$(id -u)" != 0 ]; then explain; fi
    echo "Installing Debian's $DEBIANS ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "$DEBIANS" >/dev/null
    find_one >/dev/null || explain
}

case "${1:-find}" in
    find) find_one || explain ;;
    install) install ;;
    *)
        echo "chromium.sh find | install" >&2
        exit 2
        ;;
esac
