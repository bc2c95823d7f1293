#!/bin/bash
# K3s applies its manifests folder again at every start, which would set the bootstrap objects back to the day the node was
# made. Once Argo CD has synchronised them from git, K3s is told to leave them alone.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

manifests=${FREEZE_MANIFESTS:-/var/lib/rancher/k3s/server/manifests}
list=${FREEZE_LIST:-/etc/homelab/bootstrap-manifests}
marker=${HOMELAB_STATE:-/var/lib/homelab}/bootstrap-frozen

[[ -e $marker ]] && exit 0

# Before the mesh of Applications exists this fails, and that is an answer too.
owner=$(kubectl get applications.argoproj.io "$BOOTSTRAP_APPLICATION" --namespace "$ARGOCD_NAMESPACE" \
  --output 'jsonpath={.status.sync.status}/{.status.health.status}' 2>/dev/null) || owner=absent
if [[ $owner != Synced/Healthy ]]; then
  log "Argo CD does not own the bootstrap objects yet ($owner)"
  exit 0
fi

while read -r file; do
  : >"$manifests/$file.skip"
done <"$list"
: >"$marker"
log 'Argo CD owns the bootstrap objects; K3s leaves them alone from now on'
# --no-block: this very script is what the timer started.
systemctl stop --no-block homelab-freeze-bootstrap.timer
