#!/bin/bash
# Brings Cilium, Argo CD and the root Application to a cluster; Argo CD does the rest from git. The files are those of dist/bootstrap.
# --unchecked leaves out what is looked at first. Exit code 0: Argo CD has the lab. 1: something is missing. 2: no cluster answers.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

# Waiting is counted in tries: a first start brings about 2 GB of images.
tries=${BOOTSTRAP_TRIES:-360}
pause=${BOOTSTRAP_PAUSE:-5}
folder=$scripts/../$BOOTSTRAP_FOLDER

checked=yes
case "${1:-}" in
  '') ;;
  --unchecked) checked=no ;;
  *) warn "usage: bash scripts/bootstrap.sh [--unchecked]"; exit 1 ;;
esac
need_cluster

if kube get applications.argoproj.io "$ROOT_APPLICATION" --namespace "$ARGOCD_NAMESPACE" >/dev/null 2>&1; then
  say "Argo CD has the lab already ($ARGOCD_NAMESPACE/$ROOT_APPLICATION): push to git, and it follows. Nothing was changed."
  exit 0
fi
if [[ $checked == yes ]]; then
  bash "$scripts/check-cluster.sh"
  bash "$scripts/secrets.sh" --missing
fi

# As Argo CD itself, which takes these objects over: a field that git drops later has then no other owner that keeps it.
apply() { kube apply --server-side --force-conflicts --field-manager=argocd-controller --filename "$1"; }
is_chart() { grep -q '^kind: HelmChart$' "$1"; }
each() {
  local file
  for file in "$folder"/*.yaml; do
    if is_chart "$file"; then [[ $1 == charts ]] || continue; else [[ $1 == others ]] || continue; fi
    apply "$file"
  done
}
defines() { kube get "customresourcedefinitions.apiextensions.k8s.io/$1" >/dev/null 2>&1; }
established() { kube wait --for=condition=Established "customresourcedefinitions.apiextensions.k8s.io/$1" --timeout=15s >/dev/null; }
# await WHAT COMMAND...
await() {
  local what=$1 try
  shift
  for ((try = 1; try <= tries; try++)); do
    "$@" && return 0
    ((try % 12 != 1)) || say "waiting for $what"
    sleep "$pause"
  done
  warn "$what did not come. What K3s' helm-controller says:"
  kube get pods --namespace kube-system --selector helmcharts.helm.cattle.io/chart >&2 || true
  warn 'Look at the log of a pod that failed: kubectl -n kube-system logs POD. This script may be run again.'
  exit 1
}

each charts
for kind in applications appprojects; do
  await "Argo CD (definition of $kind)" defines "$kind.argoproj.io"
  established "$kind.argoproj.io"
done
await "the namespace $ARGOCD_NAMESPACE" kube get namespace "$ARGOCD_NAMESPACE" --output name
each others
say "Argo CD has the lab. It brings the rest in about 15 minutes: kubectl -n $ARGOCD_NAMESPACE get applications"
