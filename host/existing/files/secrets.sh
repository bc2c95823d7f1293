#!/bin/bash
# Makes the Secrets that homelab.yaml asks for. Values are typed, or read from a file, and stand in no command line and in no file.
#   (nothing)   asks for the required ones that are missing
#   --optional  asks for those that only some labs need, too
#   --replace   asks for all of them again
#   --list      names them, with the variables that are read in place of a question; needs no cluster
#   --missing   asks for none; ends with 1 if a required one is missing
# Exit code 0: done. 1: something is missing. 2: no cluster answers.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

mode=${1:-}
case $mode in
  '' | --optional | --replace | --list | --missing) ;;
  *) warn 'usage: bash scripts/secrets.sh [--optional | --replace | --list | --missing]'; exit 1 ;;
esac
missing=0

# The name of the variable with the value of a key, or with _FILE the path of a file.
variable() { printf 'HOMELAB_SECRET_%s_%s_%s' "$namespace" "$name" "$1" | tr -c 'A-Za-z0-9' '_' | tr '[:lower:]' '[:upper:]'; }

# secret NAMESPACE NAME REQUIRED PURPOSE; key, value and label follow, and made ends it.
secret() {
  namespace=$1 name=$2 required=$3 purpose=$4
  keys=() kinds=() descriptions=() fixed=() labels=()
}
# key NAME KIND DESCRIPTION
key() { keys+=("$1"); kinds+=("$2"); descriptions+=("$3"); }
# value NAME VALUE: follows from homelab.yaml, and is no secret.
value() { fixed+=("$1=$2"); }
label() { labels+=("$1=$2"); }

# A template of Go, for the names of the keys alone.
# shellcheck disable=SC2016
KEYS='{{range $key, $value := .data}}{{$key}}{{"\n"}}{{end}}'

# Whether the Secret has every key.
is_made() {
  local found each
  found=$(kube get secret "$name" --namespace "$namespace" --ignore-not-found --output "go-template=$KEYS" 2>/dev/null) || return 1
  for each in ${keys[@]+"${keys[@]}"}; do grep -qxF -- "$each" <<<"$found" || return 1; done
}

# What speaks against a value, if anything. It is never printed.
objection() {
  case $1 in
    text | base64url)
      [[ $2 != *$'\n'* ]] || echo 'has more than one line'
      [[ $2 == "${2#[[:space:]]}" && $2 == "${2%[[:space:]]}" ]] || echo 'begins or ends with a space'
      [[ $1 == text || $2 =~ ^[A-Za-z0-9_-]+$ ]] || echo 'is not base64url: letters, digits, "-" and "_", without "="'
      ;;
    ssh-private-key)
      [[ $2 == -----BEGIN*PRIVATE\ KEY-----* && $2 == *-----END*PRIVATE\ KEY-----* ]] || echo 'is not a private key as ssh-keygen writes it'
      [[ $2 != *ENCRYPTED* ]] || echo 'has a passphrase'
      ;;
    json) [[ $2 == '{'*'}' ]] || echo 'is not an object in JSON' ;;
    certificates) [[ $2 == *'-----BEGIN CERTIFICATE-----'* ]] || echo 'holds no certificate in PEM' ;;
    private-key)
      [[ $2 == *-----BEGIN*PRIVATE\ KEY-----* ]] || echo 'holds no private key in PEM'
      [[ $2 != *ENCRYPTED* ]] || echo 'has a passphrase'
      ;;
  esac
}

# answer KEY KIND DESCRIPTION: sets given; 1 where nobody answers.
answer() {
  local from file
  from=$(variable "$1")
  file=${from}_FILE
  if [[ -n ${!from:-} ]]; then given=${!from}; return 0; fi
  if [[ -n ${!file:-} ]]; then given=$(cat -- "${!file}"); return 0; fi
  [[ -t 0 ]] || return 1
  case $2 in
    text | base64url)
      printf '  %s (%s), @FILE to read it from a file: ' "$1" "$3" >&2
      IFS= read -r -s given || return 1
      printf '\n' >&2
      case $given in
        @@*) given=${given#@} ;;
        @*) given=$(cat -- "${given#@}") || return 1 ;;
      esac
      ;;
    *)
      printf '  path of the file with %s (%s): ' "$1" "$3" >&2
      IFS= read -r file || return 1
      given=$(cat -- "${file/#\~/$HOME}") || return 1
      ;;
  esac
}

base64_of() { printf '%s' "$1" | base64 | tr -d '\n'; }

# The Secret as kubectl reads it. It goes through a pipe: a command line is seen by every user of the machine.
manifest() {
  local index each
  printf 'apiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata:\n  name: "%s"\n  namespace: "%s"\n  labels:\n' "$name" "$namespace"
  printf '    "app.kubernetes.io/managed-by": "homelab"\n'
  for each in ${labels[@]+"${labels[@]}"}; do printf '    "%s": "%s"\n' "${each%%=*}" "${each#*=}"; done
  printf 'data:\n'
  for each in ${fixed[@]+"${fixed[@]}"}; do printf '  "%s": "%s"\n' "${each%%=*}" "$(base64_of "${each#*=}")"; done
  for ((index = 0; index < ${#keys[@]}; index++)); do printf '  "%s": "%s"\n' "${keys[index]}" "$(base64_of "${values[index]}")"; done
}

# On the server's side: the other way keeps a copy of the values in an annotation.
create() {
  kube get namespace "$namespace" >/dev/null 2>&1 || kube create namespace "$namespace" >/dev/null
  manifest | kube apply --server-side --force-conflicts --field-manager=homelab-secrets --filename - >/dev/null
  say "  $namespace/$name is made"
}

made() {
  local index why
  if [[ $mode == --list ]]; then
    say "$namespace/$name$([[ $required == yes ]] || echo ' (only some labs need it)'): $purpose"
    for ((index = 0; index < ${#keys[@]}; index++)); do
      say "  ${keys[index]}: ${descriptions[index]} [$(variable "${keys[index]}")]"
    done
    return
  fi
  if [[ $mode != --replace ]]; then
    ! is_made || { say "$namespace/$name is there"; return; }
    [[ $required == yes || $mode == --optional ]] || return 0
  fi
  if [[ $mode == --missing ]]; then
    say "$namespace/$name is missing: $purpose"
    missing=$((missing + 1))
    return
  fi
  say "$namespace/$name: $purpose"
  values=()
  for ((index = 0; index < ${#keys[@]}; index++)); do
    if ! answer "${keys[index]}" "${kinds[index]}" "${descriptions[index]}" || [[ -z $given ]]; then
      warn "  no value for ${keys[index]}: $namespace/$name is not made"
      [[ $required != yes ]] || missing=$((missing + 1))
      return 0
    fi
    why=$(objection "${kinds[index]}" "$given" | head -n 1)
    if [[ -n $why ]]; then
      warn "  the value for ${keys[index]} $why: $namespace/$name is not made"
      missing=$((missing + 1))
      return 0
    fi
    [[ ! -t 0 ]] || say "  ${#given} characters"
    # Reading a file has cut the line break off at its end, which keys and certificates have.
    case ${kinds[index]} in text | base64url) ;; *) given+=$'\n' ;; esac
    values+=("$given")
  done
  given=''
  create
  values=()
}

[[ $mode == --list ]] || need_cluster
# shellcheck source=/dev/null
. "$scripts/lib/required-secrets.sh"
if ((missing > 0)); then
  warn "$missing required Secret(s) are missing: bash scripts/secrets.sh asks for them."
  exit 1
fi
