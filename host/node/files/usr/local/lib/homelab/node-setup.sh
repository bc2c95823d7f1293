#!/bin/bash
# Sets the node up from a fresh Ubuntu to a cluster that answers. Every step may run again: after a failure systemd starts
# it anew, and so does the next boot, until node-ready stands.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=common.sh
. "$here/common.sh"

state=${HOMELAB_STATE:-/var/lib/homelab}
run=${HOMELAB_RUN:-/run/homelab}
pause=${NODE_SETUP_PAUSE:-5}
tries=${NODE_SETUP_TRIES:-60}
packages=(chrony curl jq unattended-upgrades)

step() { log "$*"; printf '%s\n' "$*" >"$run/setup-step"; }
fail() { warn "$*"; printf '%s\n' "$*" >"$run/setup-step"; exit 1; }

check_machine() {
  [[ $(uname -m) == x86_64 ]] || fail "this is $(uname -m); the pinned k3s is built for x86_64"
  [[ -e ${NODE_SETUP_CGROUP:-/sys/fs/cgroup}/cgroup.controllers ]] || fail 'cgroup v2 is not mounted, and Cilium and the kubelet need it'
  [[ -d ${NODE_SETUP_BPF:-/sys/fs/bpf} ]] || fail 'the kernel has no bpf file system, which Cilium needs'
}

# Behind a proxy (network.proxy) it is the proxy that resolves.
resolves() { [[ -n ${HTTPS_PROXY:-} ]] || getent ahostsv4 github.com >/dev/null; }
reaches() { curl --silent --show-error --head --location --max-time 15 --output /dev/null https://github.com; }

wait_for_network() {
  retry "$tries" "$pause" resolves ||
    fail "no name server answers; check network.dnsServers, and that Windows lets the node out (NetNat, VPN)"
  # curl is in every Ubuntu image; without it only the name lookup is proof.
  ! command -v curl >/dev/null || retry "$tries" "$pause" reaches ||
    fail "https://github.com cannot be reached${HTTPS_PROXY:+ through $HTTPS_PROXY}; check NetNat and VPN on Windows, and network.proxy"
}

installed() { dpkg-query --show --showformat='${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -cx installed; }

apt() { DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"; }
apt_install() { apt update && apt install --no-install-recommends "${packages[@]}"; }

install_packages() {
  [[ $(installed) == "${#packages[@]}" ]] || retry 3 "$pause" apt_install || fail "apt could not install ${packages[*]}"
}

prepare_kernel() {
  # Missing modules are worth a line in the journal, not a failed setup.
  systemctl restart systemd-modules-load.service || warn 'some kernel modules are missing; see: journalctl -u systemd-modules-load'
  sysctl --quiet --system || warn 'some kernel settings were refused'
  # So that networkd learns of its new settings before there are routes of Cilium's to lose.
  systemctl is-active --quiet k3s.service || systemctl restart systemd-networkd.service
  # A node that suspends by itself stops every clock the mesh counts on.
  systemctl mask --quiet sleep.target suspend.target hibernate.target hybrid-sleep.target
}

start_clock() {
  systemctl daemon-reload
  systemctl enable --quiet chrony.service
  systemctl restart chrony.service
  systemctl enable --now --quiet homelab-clock-guard.timer
}

api_ready() { kubectl get --raw /readyz >/dev/null 2>&1; }

start_k3s() {
  systemctl enable --quiet k3s.service
  systemctl start --no-block k3s.service
  retry "$((tries * 2))" "$pause" api_ready || fail 'K3s runs but its API does not answer; see: journalctl -u k3s'
}

mkdir -p "$state" "$run" "$TEXTFILE_DIRECTORY"
step 'checking the machine'
check_machine
step 'waiting for the network'
wait_for_network
step 'installing packages'
install_packages
step 'preparing the kernel'
prepare_kernel
step 'setting the clock'
start_clock
step 'installing k3s'
"$here/k3s-install.sh" || fail 'k3s could not be installed; see: journalctl -u homelab-setup'
step 'starting k3s'
start_k3s
systemctl enable --now --quiet homelab-certificate-exporter.timer homelab-freeze-bootstrap.timer
printf '%s\n' "$K3S_VERSION" | write_whole "$state/node-ready" 0644
step 'ready'
