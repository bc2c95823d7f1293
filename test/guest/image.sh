#!/bin/bash
# image.sh FOLDER: a disk image of a node before its first boot, as near to a published cloud image as packages alone allow, into FOLDER:
# root.raw (GPT, one ext4 file system), kernel, initrd, and archive/, a package repository with what the node's setup installs.
# Environment: RELEASE (noble or bookworm), SOURCES (lines for apt), CERTIFICATE (an authority the node is to trust). Runs as root, or
# as a user with subordinate ids.
set -euo pipefail

# The half that runs inside mmdebstrap's namespace, before the tree is thrown away.
if [[ ${1:-} == --finish ]]; then
  root=$2 folder=$3

  # As in the published images: networkd and resolved run, nothing has an identity.
  # Not what they have: packages come from the repository below.
  printf 'apt:\n  preserve_sources_list: true\n' >"$root/etc/cloud/cloud.cfg.d/91_guest-test.cfg"
  chroot "$root" systemctl enable systemd-networkd.service systemd-resolved.service
  rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/hostname"
  : >"$root/etc/machine-id"
  echo 'LABEL=cloudimg-rootfs / ext4 defaults 0 1' >"$root/etc/fstab"

  # mmdebstrap itself takes these away only after this.
  rm -f "$root/usr/sbin/policy-rc.d"
  [[ ! -e $root/sbin/start-stop-daemon.REAL ]] || mv "$root/sbin/start-stop-daemon.REAL" "$root/sbin/start-stop-daemon"

  # What takes minutes in an emulated processor and has nothing to do with a node: profiles of programs that are not there, and
  # caches that are up to date.
  find "$root/etc/apparmor.d" -maxdepth 1 -type f -delete
  touch "$root/etc/.updated" "$root/var/.updated"

  # Installing systemd-resolved has made it a link to what only runs later.
  cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
  chroot "$root" apt-get --yes --download-only --no-install-recommends install chrony jq
  mkdir "$folder/archive"
  chroot "$root" apt-get --simulate --no-install-recommends install chrony jq | awk '/^Inst/ { print $2 }' | while read -r package; do
    cp "$root/var/cache/apt/archives/$package"_*.deb "$folder/archive/"
  done
  cd "$folder/archive"
  for file in *.deb; do
    # A colon of a version is written %3a in a file's name, which a URL would have to escape again.
    [[ $file != *%* ]] || { mv "$file" "${file//\%3a/-}"; file=${file//\%3a/-}; }
    dpkg-deb --field "$file"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$file" "$(stat --format %s "$file")" "$(sha256sum "$file" | cut -d' ' -f1)"
  done >Packages
  cd /
  chroot "$root" apt-get clean
  rm -rf "$root"/var/lib/apt/lists/* "$root"/etc/apt/sources.list.d/*
  echo 'deb [trusted=yes] http://packages.guest.test/ ./' >"$root/etc/apt/sources.list"

  install -D --mode=0644 "$CERTIFICATE" "$root/usr/local/share/ca-certificates/guest-test.crt"
  chroot "$root" update-ca-certificates
  ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"

  cp "$root"/boot/vmlinuz-* "$folder/kernel"
  cp "$root"/boot/initrd.img-* "$folder/initrd"
  chmod 0644 "$folder/kernel"
  size=$((3 * 1024 * 1024))
  truncate --size="${size}K" "$folder/root.raw"
  echo 'start=2048, type=linux' | sfdisk --quiet --label gpt "$folder/root.raw"
  # Without what is mounted below the tree.
  mkdir "$folder/tree"
  mount --bind "$root" "$folder/tree"
  mke2fs -q -t ext4 -L cloudimg-rootfs -d "$folder/tree" -E offset=1048576 "$folder/root.raw" "$((size - 2048))k"
  umount "$folder/tree"
  rmdir "$folder/tree"
  exit 0
fi

folder=$1
packages=(
  apparmor apt ca-certificates cloud-guest-utils cloud-init curl dbus e2fsprogs initramfs-tools iproute2 kmod libpam-systemd locales
  needrestart netplan.io openssh-server procps python3 python3-cffi-backend sudo systemd systemd-resolved systemd-sysv
  systemd-timesyncd udev unattended-upgrades
)
case $RELEASE in
noble) packages+=(linux-image-virtual) ;;
bookworm) packages+=(linux-image-cloud-amd64) ;;
*) echo "no such release: $RELEASE" >&2; exit 1 ;;
esac
include=$(IFS=,; echo "${packages[*]}")
printf '%s\n' "$SOURCES" | mmdebstrap --variant=required --format=null --include="$include" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='APT::Sandbox::User "root"' --aptopt='Acquire::Retries "3"' \
  --customize-hook="bash '$(realpath "$0")' --finish \"\$1\" '$folder'" '' /dev/null -
