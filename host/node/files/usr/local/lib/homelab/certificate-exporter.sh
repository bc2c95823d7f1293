#!/bin/bash
# Publishes when ztunnel's workload certificates expire, which ztunnel itself does not tell Prometheus. Its admin port listens
# on localhost inside its pod, and its image has no shell, so this goes through the pod's network namespace.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=common.sh
. "$here/common.sh"

state=${EXPORTER_STATE:-/var/lib/homelab/certificate-exporter}
certificates_file=$TEXTFILE_DIRECTORY/ztunnel_certificates.prom
health_file=$TEXTFILE_DIRECTORY/homelab_certificate_exporter.prom
reasons=(no_ztunnel no_answer malformed)

# The process that holds the newest ready ztunnel pod's namespaces; during a rollout there are two.
ztunnel_pid() {
  local pod
  pod=$(k3s crictl pods --namespace "$MESH_NAMESPACE" --label app=ztunnel --state ready --latest --quiet | head -n 1)
  [[ -n $pod ]] || return 1
  k3s crictl inspectp --output json "$pod" | jq --exit-status --raw-output '.info.pid | tonumber | select(. > 0)'
}

# Prints why there are no fresh dates; nothing if all went well.
export_certificates() {
  local pid dump text
  if ! pid=$(ztunnel_pid 2>/dev/null); then
    # Dates of certificates nobody holds any more would only raise false alarms.
    rm -f "$certificates_file"
    echo no_ztunnel
  elif ! dump=$(nsenter --target "$pid" --net curl --fail --silent --max-time 15 http://127.0.0.1:15000/config_dump); then
    echo no_answer
  elif ! text=$(jq --raw-output --from-file "$here/ztunnel-certificates.jq" <<<"$dump") || [[ -z $text ]]; then
    # The dates published before stay: they are still true of the certificates they name.
    echo malformed
  else
    printf '%s\n' "$text" | write_whole "$certificates_file" 0644
  fi
}

mkdir -p "$state" "$TEXTFILE_DIRECTORY"
failure=$(export_certificates)
if [[ -z $failure ]]; then
  date +%s | write_whole "$state/last-success" 0644
else
  warn "no dates of ztunnel's certificates: $failure"
  printf '%s\n' "$(($(read_number "$state/$failure" 0) + 1))" | write_whole "$state/$failure" 0644
fi

{
  metric homelab_certificate_exporter_success gauge "Whether the last run read ztunnel's certificates." \
    "$([[ -z $failure ]] && echo 1 || echo 0)"
  metric homelab_certificate_exporter_last_success_timestamp_seconds gauge 'When a run last did; 0 if never.' \
    "$(read_number "$state/last-success" 0)"
  echo '# HELP homelab_certificate_exporter_errors_total Runs that did not, by reason.'
  echo '# TYPE homelab_certificate_exporter_errors_total counter'
  for reason in "${reasons[@]}"; do
    printf 'homelab_certificate_exporter_errors_total{reason="%s"} %s\n' "$reason" "$(read_number "$state/$reason" 0)"
  done
} | write_whole "$health_file" 0644
