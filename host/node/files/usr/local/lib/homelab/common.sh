# shellcheck shell=bash
# What the node's scripts share. Sourced, never run.

# The one way values of homelab.yaml come into these scripts.
# shellcheck source=/dev/null
. "${HOMELAB_ENV_FILE:-/etc/homelab/node.env}"

# The journal adds time and unit.
log() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

# The API server's own answer within ten seconds, so that no script hangs on a node that is going down.
kubectl() { k3s kubectl --request-timeout=10s "$@"; }

# retry TRIES PAUSE COMMAND...: bounded, and in tries rather than in time, because time is what may be wrong.
retry() {
  local tries=$1 pause=$2 try
  shift 2
  for ((try = 1; try <= tries; try++)); do
    "$@" && return 0
    ((try == tries)) || sleep "$pause"
  done
  return 1
}

# write_whole FILE MODE: standard input becomes FILE in one step, so that a reader sees the old text or the new, never half.
write_whole() {
  local file=$1 mode=$2 draft
  draft=$(mktemp "$(dirname "$file")/.${file##*/}.XXXXXX") || return 1
  if cat >"$draft" && chmod "$mode" "$draft" && mv -f "$draft" "$file"; then return 0; fi
  rm -f "$draft"
  return 1
}

# read_number FILE DEFAULT: the whole number in FILE; the default if it is missing or a crash left it empty.
read_number() {
  local text=''
  if [[ -r $1 ]]; then read -r text <"$1" || true; fi
  if [[ $text =~ ^-?[0-9]+$ ]]; then printf '%s\n' "$text"; else printf '%s\n' "$2"; fi
}

# metric NAME TYPE HELP VALUE: one sample in Prometheus' text format.
metric() { printf '# HELP %s %s\n# TYPE %s %s\n%s %s\n' "$1" "$3" "$1" "$2" "$1" "$4"; }
