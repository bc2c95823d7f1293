#!/bin/bash
# Puts the pinned k3s binary in place. Nothing is run that does not have the pinned checksum, and
# a binary that has it already is left alone.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

bin=${K3S_INSTALL_BIN:-/usr/local/bin}
folder=${K3S_INSTALL_DOWNLOADS:-/var/lib/homelab/downloads}
tries=${K3S_INSTALL_TRIES:-6}
pause=${K3S_INSTALL_PAUSE:-10}
# "+" means a space to some servers.
url="https://github.com/k3s-io/k3s/releases/download/${K3S_VERSION//+/%2B}/k3s"
partial="$folder/k3s-$K3S_VERSION.partial"

matches() { [[ -f $1 ]] && printf '%s  %s\n' "$K3S_SHA256" "$1" | sha256sum --check --status -; }

# One try. What an interrupted one left behind is continued; a file that is wrong as a whole is thrown away.
fetch() {
  local status=0
  curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --connect-timeout 20 \
    --speed-limit 1024 --speed-time 60 --continue-at - --output "$partial" "$url" || status=$?
  if ((status == 22 || status == 33 || status == 36)); then
    # The server refuses to continue there, or has no such file.
    rm -f "$partial"
  fi
  if ((status != 0)); then
    warn "download of $url stopped (curl exit code $status)"
    return 1
  fi
  matches "$partial" && return 0
  warn "deleting the download: its SHA-256 is $(sha256sum "$partial" | cut -d' ' -f1), not the pinned $K3S_SHA256"
  rm -f "$partial"
  return 1
}

link_tools() {
  local tool
  for tool in kubectl crictl ctr; do
    [[ -e $bin/$tool ]] || ln -s k3s "$bin/$tool"
  done
}

if matches "$bin/k3s"; then
  log "k3s $K3S_VERSION is installed already"
  link_tools
  exit 0
fi

mkdir -p "$folder" "$bin"
if ! matches "$partial" && ! retry "$tries" "$pause" fetch; then
  warn "could not get k3s $K3S_VERSION in $tries tries; check the network of the node"
  exit 1
fi
chmod 0755 "$partial"
# One file system or not, the name bin/k3s never belongs to half a file.
cp "$partial" "$bin/.k3s.new"
mv -f "$bin/.k3s.new" "$bin/k3s"
rm -f "$partial"
link_tools
log "installed k3s $K3S_VERSION"
