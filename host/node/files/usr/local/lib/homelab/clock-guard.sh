#!/bin/bash
# Restarts ztunnel, then the gateways and waypoints, when the wall clock has moved against the clock their renewal timers
# count on. That clock stops while the machine is frozen, so each frozen minute makes every later renewal a minute late, until
# a restart (istio/ztunnel#1481). What counts is the sum since the last restart: many short naps are one long sleep.
# A run changes nothing unless that sum is past the threshold, so it may be started as often as anyone likes.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

uptime_file=${CLOCK_GUARD_UPTIME_FILE:-/proc/uptime}
# Gone after a boot, as is every ztunnel that was started before it.
run=${CLOCK_GUARD_RUN:-/run/homelab/clock-guard}
# Counters live on.
state=${CLOCK_GUARD_STATE:-/var/lib/homelab/clock-guard}
metrics_file=$TEXTFILE_DIRECTORY/homelab_clock_guard.prom
settle=${CLOCK_GUARD_SETTLE:-15}
api_tries=${CLOCK_GUARD_API_TRIES:-120}
api_pause=${CLOCK_GUARD_API_PAUSE:-5}
rollout_timeout=${CLOCK_GUARD_ROLLOUT_TIMEOUT:-5m}
max_rounds=3

# Seconds between the wall clock and the monotonic one; changes only when the clock is stepped, never by slewing.
# /proc/uptime goes on counting if the guest itself suspends, which node-setup.sh rules out; while the hypervisor has it frozen both stop.
offset_now() {
  local uptime
  read -r uptime _ <"$uptime_file"
  printf '%s\n' "$(($(date +%s) - ${uptime%.*}))"
}

save() { printf '%s\n' "$2" | write_whole "$1" 0644; }
count() { save "$state/$1" "$(($(read_number "$state/$1" 0) + 1))"; }

# How far the clock is from where it was at the last restart of ztunnel, signed.
drift() { printf '%s\n' "$(($(offset_now) - $(read_number "$run/offset" 0)))"; }
beyond() { ((${1#-} >= CLOCK_GUARD_THRESHOLD_SECONDS)); }
jumped() { beyond "$(drift)"; }
gateways_pending() { [[ -e $run/gateways-pending ]]; }

# Counts a jump once, however many runs it takes to deal with it.
note_jump() {
  local now jump
  now=$(offset_now)
  jump=$((now - $(read_number "$run/seen" "$now")))
  beyond "$jump" || return 0
  save "$run/seen" "$now"
  save "$state/last-jump" "$jump"
  save "$state/last-jump-time" "$(date +%s)"
  count jumps
  log "the clock jumped by $jump s"
}

api_ready() { kubectl get --raw /readyz >/dev/null 2>&1; }

restart() { retry 3 "$api_pause" kubectl --namespace "$1" rollout restart "$2" >/dev/null; }

restart_ztunnel() {
  local found offset
  found=$(kubectl --namespace "$MESH_NAMESPACE" get daemonset ztunnel --ignore-not-found --output name) || return 1
  # Measured before the restart: a jump that comes between is seen again, one that comes later is not lost.
  offset=$(offset_now)
  if [[ -n $found ]]; then
    restart "$MESH_NAMESPACE" daemonset/ztunnel || return 1
    count restarts
    log 'restarted ztunnel'
    : >"$run/gateways-pending"
  else
    log 'there is no ztunnel yet, so none holds stale timers'
  fi
  save "$run/offset" "$offset"
  save "$run/seen" "$offset"
  [[ -z $found ]] || k3s kubectl --namespace "$MESH_NAMESPACE" rollout status daemonset/ztunnel --timeout="$rollout_timeout" >/dev/null ||
    warn "ztunnel did not become ready within $rollout_timeout; going on with the gateways"
}

# Both kinds are Deployments istiod makes, one per Gateway object. Their own renewal is late once, then right again.
restart_gateways() {
  local list namespace name failed=0
  list=$(kubectl get deployments --all-namespaces --selector gateway.networking.k8s.io/gateway-name \
    --output 'jsonpath={range .items[*]}{.metadata.namespace}{" "}{.metadata.name}{"\n"}{end}') || return 1
  while read -r namespace name; do
    [[ -n $name ]] || continue
    if restart "$namespace" "deployment/$name" </dev/null; then log "restarted $namespace/$name"; else failed=1; fi
  done <<<"$list"
  ((failed == 0)) || return 1
  rm -f "$run/gateways-pending"
}

repair() {
  log "waiting for the API"
  retry "$api_tries" "$api_pause" api_ready || return 1
  if jumped; then restart_ztunnel || return 1; fi
  if gateways_pending; then restart_gateways || return 1; fi
}

publish() {
  local pending=0
  if jumped || gateways_pending; then pending=1; fi
  {
    metric homelab_clock_guard_jumps_total counter 'Clock jumps past the threshold.' "$(read_number "$state/jumps" 0)"
    metric homelab_clock_guard_last_jump_seconds gauge 'Size of the last such jump; negative if the clock was set back.' \
      "$(read_number "$state/last-jump" 0)"
    metric homelab_clock_guard_last_jump_timestamp_seconds gauge 'When it was seen; 0 if never.' \
      "$(read_number "$state/last-jump-time" 0)"
    metric homelab_clock_guard_restarts_total counter 'Restarts of ztunnel because of a jump.' "$(read_number "$state/restarts" 0)"
    metric homelab_clock_guard_failures_total counter 'Runs that could not finish what a jump called for.' \
      "$(read_number "$state/failures" 0)"
    metric homelab_clock_guard_pending gauge 'Whether a jump is still to be dealt with.' "$pending"
    metric homelab_clock_guard_drift_seconds gauge \
      'How far the clock has jumped since ztunnel was last restarted or the node booted.' "$(drift)"
    metric homelab_clock_guard_last_run_timestamp_seconds gauge 'When the guard last looked.' "$(date +%s)"
  } | write_whole "$metrics_file" 0644 || warn "could not write $metrics_file"
}

mkdir -p "$run" "$state" "$TEXTFILE_DIRECTORY"
if [[ $(read_number "$run/offset" none) == none ]]; then
  # The first look after a boot. Steps until here are the clock being set, and nothing that runs now was started before them.
  chronyc waitsync 12 1.0 0 5 >/dev/null 2>&1 || warn 'the clock is not synchronised yet; measuring from here all the same'
  first=$(offset_now)
  save "$run/seen" "$first"
  save "$run/offset" "$first"
  publish
  exit 0
fi

trap publish EXIT
for ((round = 1; round <= max_rounds; round++)); do
  note_jump
  jumped || gateways_pending || exit 0
  # A jump often comes in two steps, the hypervisor's and then chrony's, and the network needs a moment too.
  sleep "$settle"
  note_jump
  jumped || gateways_pending || continue
  # What follows may wait for the API for many minutes, and the alerts count from here.
  publish
  if ! repair; then
    count failures
    warn 'could not finish; the next run tries again'
    exit 1
  fi
done
if jumped; then
  count failures
  warn "the clock jumped again in each of $max_rounds rounds; the next run looks again"
  exit 1
fi
