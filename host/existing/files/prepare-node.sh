#!/bin/bash
# Lays the lab's files on a Linux machine: the configuration of K3s, settings of the kernel, and what the alerts on its clock rest on.
# Run it there as root, from a checkout of the repository. It may be run again, and installs no package and no K3s.
#   --force      replaces a configuration of K3s that the lab has not written, after a copy beside it
#   --root DIR   lays the files below DIR, and starts nothing
# Exit code 0: all files are there. 1: something is in the way; nothing was changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

force=no
root=''
while (($# > 0)); do
  case $1 in
    --force) force=yes ;;
    --root) root=${2:?--root wants a folder}; shift ;;
    *) printf 'usage: bash scripts/prepare-node.sh [--force] [--root DIR]\n' >&2; exit 1 ;;
  esac
  shift
done

source=$here/node
# shellcheck source=/dev/null
. "$source/etc/homelab/node.env"
problems=0
finding() { problems=$((problems + 1)); printf 'fail  %s\n      fix: %s\n' "$1" "$2"; }

if [[ -z $root ]]; then
  ((EUID == 0)) || finding 'this is not root' 'sudo bash scripts/prepare-node.sh'
  case $(uname -m) in
    x86_64 | aarch64) ;;
    *) finding "this is a machine of the architecture $(uname -m), for which Istio publishes no images" 'take one with a 64-bit system' ;;
  esac
  [[ -e /sys/fs/cgroup/cgroup.controllers ]] ||
    finding 'cgroup v2 is not mounted, and Cilium and the kubelet need it' \
      'systemd.unified_cgroup_hierarchy=1 on the command line of the kernel'
  [[ -d /sys/fs/bpf ]] || finding 'the kernel has no bpf file system, which Cilium needs' 'take a newer kernel, 5.10 or later'
  command -v systemctl >/dev/null || finding 'there is no systemd' 'take a system with systemd: the clock guard is a timer of it'
  if [[ -r /boot/config-$(uname -r) ]] && grep -q '^CONFIG_ARM64_VA_BITS_39=y' "/boot/config-$(uname -r)"; then
    finding 'the kernel has addresses of 39 bits, with which Envoy does not start (istio/istio#51708)' \
      'take Ubuntu Server for the Raspberry Pi'
  fi
fi
config=$root/etc/rancher/k3s/config.yaml
if [[ -e $config && $force == no ]] && ! grep -q 'Generated from .*\.ya\{0,1\}ml' "$config"; then
  finding "$config is there, and the lab has not written it" \
    "compare it: diff $config $source/etc/rancher/k3s/config.yaml; what you need of it belongs to k3s.serverArgs; then --force"
fi
if ((problems > 0)); then printf '\n%s finding(s). Nothing was changed.\n' "$problems"; exit 1; fi

while IFS= read -r file; do
  target=$root/${file#./}
  mode=0644
  case $file in
    ./etc/rancher/k3s/*.yaml) mode=0600 ;;
    ./usr/local/bin/*) mode=0755 ;;
    ./usr/local/lib/homelab/common.sh) ;;
    ./usr/local/lib/homelab/*.sh) mode=0755 ;;
  esac
  mkdir -p "$(dirname "$target")"
  if [[ -e $target ]] && cmp -s "$source/$file" "$target"; then chmod "$mode" "$target"; continue; fi
  # What the lab has not written is kept beside it.
  if [[ -e $target ]] && ! grep -q 'Generated from ' "$target"; then cp -p "$target" "$target.before-homelab"; fi
  install -m "$mode" "$source/$file" "$target"
  printf '%s\n' "$target"
done < <(cd "$source" && find . -type f | LC_ALL=C sort)
mkdir -p "$root$TEXTFILE_DIRECTORY" "$root/var/lib/homelab"
printf '%s\n' "$K3S_VERSION" >"$root/var/lib/homelab/node-ready"
[[ -z $root ]] || exit 0

systemctl restart systemd-modules-load.service || printf 'note  some kernel modules are missing: journalctl -u systemd-modules-load\n'
sysctl --quiet --system || printf 'note  some settings of the kernel were refused\n'
systemctl daemon-reload
systemctl enable --now --quiet homelab-clock-guard.timer homelab-certificate-exporter.timer
# A machine that sleeps by itself stops every clock the mesh counts on.
systemctl mask --quiet sleep.target suspend.target hibernate.target hybrid-sleep.target
for command in curl jq; do
  command -v "$command" >/dev/null || printf 'note  install %s: the dates of certificates of the mesh are read with it\n' "$command"
done
if ! command -v k3s >/dev/null; then
  printf '\nNext, K3s: curl -sfL https://get.k3s.io | INSTALL_K3S_VERSION=%s sh -\n' "$K3S_VERSION"
elif [[ $(k3s --version 2>/dev/null) != *"$K3S_VERSION"* ]]; then
  printf '\nK3s is there, and is not %s. Next: curl -sfL https://get.k3s.io | INSTALL_K3S_VERSION=%s sh -\n' "$K3S_VERSION" "$K3S_VERSION"
else
  if [[ $(uname -m) == x86_64 ]] && ! sha256sum "$(command -v k3s)" | grep -q "^$K3S_SHA256 "; then
    printf 'note  k3s is not the file with the SHA-256 that homelab.yaml knows of %s\n' "$K3S_VERSION"
  fi
  printf '\nNext: sudo systemctl restart k3s, which takes the new arguments; pods go on.\n'
fi
printf 'Then, where kubectl reaches the cluster: bash scripts/check-cluster.sh\n'
