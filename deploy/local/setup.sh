#!/usr/bin/env bash
# Installs the tooling and the locked packages into the checkout, and says what to do when it cannot.
#   setup.sh tooling PYTHON UV_VERSION | setup.sh packages | setup.sh page-packages | setup.sh page
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
    printf '\n%s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "$2" >&2
    exit 1
}

tooling() {
    local python=$1 version=$2
    command -v "$python" >/dev/null || fail "There is no '$python' here." \
        "Install Python 3.11 or newer, or name it: make setup PYTHON=/path/to/python3.11"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail \
        "'$python' is $("$python" -c 'import platform; print(platform.python_version())'); Comptoir needs Python 3.11 or newer." \
        "Install one and name it: make setup PYTHON=/path/to/python3.11"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail \
        "This Python cannot make virtual environments." \
        "On Debian and Ubuntu: apt-get install python3-venv"
    echo "Installing uv $version into .tooling ..."
    rm -rf .tooling
    "$python" -m venv .tooling
    .tooling/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version" || fail \
        "The Python package registry is out of reach, so uv $version could not be installed." \
        "Check the network, a proxy (HTTPS_PROXY) or a mirror (PIP_INDEX_URL), then try again."
    .tooling/bin/python -c 'import os, sys; os.symlink(os.path.realpath(sys._base_executable), ".tooling/base-python")'
}

packages() {
    echo "Installing the locked packages into .venv ..."
    # Compiled once here rather than at every start of every process: where nothing may write
    # bytecode (PYTHONDONTWRITEBYTECODE), a service would else spend seconds compiling imports.
    .tooling/bin/uv sync --locked --quiet --compile-bytecode --python "$(readlink .tooling/base-python)" || fail \
        "The locked packages could not be installed; what uv said is above." \
        "If a registry is out of reach: check the network, a proxy (HTTPS_PROXY) or a mirror (UV_DEFAULT_INDEX). If the lock is stale: run 'uv lock' and commit it."
}

npm() {
    # Node and npm are Python packages of the lock; whatever else is installed here is left alone.
    PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm --prefix services/gateway/web --no-fund --no-audit \
        --no-update-notifier --loglevel=error "$@"
}

page-packages() {
    echo "Installing the page's locked packages into services/gateway/web/node_modules ..."
    npm ci >/dev/null || fail \
        "The page's packages could not be installed; what npm said is above." \
        "If the registry is out of reach: check the network, a proxy (HTTPS_PROXY) or a mirror (npm_config_registry), then try again."
}

page() {
    echo "Building the page into services/gateway/web/dist ..."
    local log
    log=$(npm run build 2>&1) || fail "$log" "The page could not be built; see above."
}

"$@"
