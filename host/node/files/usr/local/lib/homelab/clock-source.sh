#!/bin/bash
# Points chrony at the Hyper-V clock where the kernel has one. Runs before every start of chrony, so that a new kernel counts.
set -euo pipefail

device=${CLOCK_SOURCE_DEVICE:-/dev/ptp_hyperv}
folder=${CLOCK_SOURCE_FOLDER:-/etc/chrony/homelab.d}
parameter=${CLOCK_SOURCE_PARAMETER:-/sys/module/hv_utils/parameters/timesync_implicit}
modprobe_file=${CLOCK_SOURCE_MODPROBE_FILE:-/etc/modprobe.d/homelab-hv-utils.conf}

# At boot the device appears only after udev has worked through its queue; chronyd refuses to start on a missing one.
udevadm settle --timeout=10 || true

mkdir -p "$folder"
if [[ -e $device ]]; then
  # "trust": after a freeze the network's sources still remember the old time and would outvote the only one that is right.
  printf 'refclock PHC %s poll 3 dpoll -2 offset 0 stratum 2 trust\n' "$device" >"$folder/hyperv.conf"
  echo "using the Hyper-V clock $device"
else
  rm -f "$folder/hyperv.conf"
  echo "no $device; time comes from the network only"
fi

# Some hosts do not mark the first time sample after modern standby; kernels from 6.9 on can be told to take it all the same
# (Linux commit adf47524b56a). Older ones lack the parameter, so ask first.
if modinfo --field parm hv_utils 2>/dev/null | grep -q '^timesync_implicit:'; then
  echo 'options hv_utils timesync_implicit=1' >"$modprobe_file"
else
  rm -f "$modprobe_file"
fi
# The module is loaded long before this runs, possibly from the initramfs.
if [[ -w $parameter ]]; then echo 1 >"$parameter" || true; fi
