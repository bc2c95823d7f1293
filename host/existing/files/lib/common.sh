# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run. It keeps to what bash 3.2 of macOS knows.

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The one way values of homelab.yaml come into these scripts.
# shellcheck source=/dev/null
. "$scripts/lib/lab.sh"

# KUBECTL may name another one, with its options: KUBECTL='kubectl --context lab', or KUBECTL='k3s kubectl' on the machine itself.
read -r -a KUBECTL_WORDS <<<"${KUBECTL:-kubectl}"

# Nothing here waits for an API server that does not answer.
kube() { "${KUBECTL_WORDS[@]}" --request-timeout=20s "$@"; }

# What a cluster says may hold anything, and goes to a terminal.
printable() { tr -d '\000-\010\013-\037\177'; }

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

# need_cluster: ends with 2 where no cluster answers.
need_cluster() {
  local answer
  if ! command -v "${KUBECTL_WORDS[0]}" >/dev/null; then
    warn "There is no ${KUBECTL_WORDS[0]} here: install kubectl, or set KUBECTL, such as KUBECTL='k3s kubectl' on the machine itself."
    exit 2
  fi
  if ! answer=$(kube get --raw /readyz 2>&1); then
    warn "The cluster does not answer: $(printable <<<"$answer" | tail -n 1)"
    warn "KUBECONFIG or KUBECTL='kubectl --context NAME' says which cluster is meant; K3s writes /etc/rancher/k3s/k3s.yaml on its machine."
    exit 2
  fi
}
