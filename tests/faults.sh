#!/usr/bin/env bash
# Strikes faults at the real store and the real gateway (power cuts, broken disks, damaged files, a wrong clock, dead brokers) and judges what is left: nothing
# that was stored may be lost. Prints a table; ends with 0 only when every fault was struck and survived. What each case does: tests/Gateway.Faults/README.md.
# Needs root: it makes disks of its own on loop devices and networks of its own in namespaces. It touches nothing else, and clears all of it away.
# Usage: sudo ./tests/faults.sh [--quick] [CASE...]      a letter means its group: ./tests/faults.sh A B; --quick: a tenth of the rounds
set -u
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "tests/faults.sh needs root: it mounts disks of its own." >&2; exit 2; }

# The longest it may take, all cases together.
longest=6600

needed=()
for pair in mkfs.ext4:e2fsprogs mkfs.xfs:xfsprogs nbdkit:nbdkit nbdfuse:libnbd-bin fusermount3:fuse3 gcc:gcc ip:iproute2 iptables:iptables \
  faketime:faketime prlimit:util-linux \
  sqlite3:sqlite3 socat:socat mosquitto:mosquitto mosquitto_sub:mosquitto-clients nats-server:nats-server rabbitmq-server:rabbitmq-server; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null || needed+=("${pair##*:}")
done
[ -e /usr/include/dlfcn.h ] || needed+=(libc6-dev)
/usr/bin/python3 -c "import pymodbus, serial, serial_asyncio" 2>/dev/null || needed+=(python3-pymodbus python3-serial python3-serial-asyncio)
if [ "${#needed[@]}" -gt 0 ]; then
  echo "Installing ${needed[*]}"
  apt-get update -qq >/dev/null
  # No service is wanted: the cases start their own.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null || {
    echo "Could not install ${needed[*]}; install them by hand and run again." >&2; exit 1; }
fi

dotnet build tests/Gateway.Faults -c Release --nologo -v quiet || exit 1

work=$(mktemp -d /var/tmp/envgw-faults.XXXXXX)
mkdir "$work/tmp"
# The cases clear away what they made. This is for a suite that was itself killed: everything it started carries the name of this folder in its environment,
# and everything it made carries it in its own name. What it mounted goes with the last process of its mount namespace.
clear_away() {
  local process place device
  for process in /proc/[0-9]*; do
    grep -qzxF "ENVGW_FAULTS=$work" "$process/environ" 2>/dev/null && kill -9 "${process##*/}" 2>/dev/null
  done
  grep -F " $work/" /proc/mounts | cut -d' ' -f2 | sort -r | while read -r place; do umount -l "$place"; done
  losetup -l -n -O NAME,BACK-FILE | grep -F "$work/" | cut -d' ' -f1 | while read -r device; do losetup -d "$device"; done
  ip netns del "envgw-${work##*.}" 2>/dev/null
  rmdir "/sys/fs/cgroup/envgw-${work##*.}" "/sys/fs/cgroup/cpu/envgw-${work##*.}" "/sys/fs/cgroup/memory/envgw-${work##*.}" 2>/dev/null
  rm -rf "$work" "/etc/netns/envgw-${work##*.}"
}
trap clear_away EXIT
trap 'exit 130' INT TERM

suite_program=tests/Gateway.Faults/bin/Release/net10.0/Gateway.Faults
# In a mount namespace of its own: a program that is started elsewhere meanwhile would else take our mounts along, and a file system that was shut down would
# live on in it.
ENVGW_FAULTS=$work TMPDIR=$work/tmp \
  timeout --kill-after=60 "$longest" unshare --mount --propagation private "$suite_program" run "$work" "$@" &
suite=$!
trap 'kill -TERM $suite 2>/dev/null; wait $suite; exit 130' INT TERM
wait $suite
