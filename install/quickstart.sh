#!/usr/bin/env bash
# Shows envgw at work on this machine alone: a simulated site, the gateway, a broker and a subscriber.
# Usage: ./install/quickstart.sh [--once]     --once ends by itself, with exit code 0, after the first breach has arrived
set -u
cd "$(dirname "$0")/.." || exit 1
once=no
case "${1:-}" in --once) once=yes;; "") ;; *) echo "usage: $0 [--once]" >&2; exit 2;; esac

site=install/demo/site.yaml
work=/tmp/envgw-demo         # the site file names it too
broker_port=18830
ports=("$broker_port" 15020 15021)
program=src/Gateway/bin/Release/net10.0/envgw.dll

if [ -t 1 ]; then say() { printf '\n\033[1m%s\033[0m\n' "$*"; }; else say() { printf '\n%s\n' "$*"; }; fi
fail() { local code=$1; shift; printf 'error: %s\n' "$1" >&2; [ $# -lt 2 ] || printf 'next: %s\n' "$2" >&2; exit "$code"; }

# One demonstration at a time, in a folder that is ours: never through a link that somebody else has put there.
[ ! -L "$work" ] || fail 1 "$work is a link, which could lead anywhere" "remove it, then run this again"
if ! mkdir -m 700 "$work" 2>/dev/null && { [ ! -d "$work" ] || [ ! -O "$work" ]; }; then fail 1 "$work belongs to somebody else" "remove it, or run as its owner"; fi
if [ -s "$work/lock" ] && holder=$(cat "$work/lock") && grep -qa quickstart "/proc/$holder/cmdline" 2>/dev/null; then
  fail 8 "the quickstart is running already (process $holder)" "press Ctrl-C there, or: kill $holder"
fi
echo $$ >"$work/lock"

names=(); pids=()
stop() {
  trap - EXIT; trap '' INT TERM HUP
  # In the order in which data flows: the gateway says goodbye to the broker while there is one.
  for name in tail gateway simulation subscriber broker; do
    for i in "${!names[@]}"; do
      if [ "${names[i]}" = "$name" ]; then kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null; fi
    done
  done
  rm -f "$work/lock"
  if [ "${#pids[@]}" = 0 ]; then exit "$1"; fi
  if [ "$1" = 0 ]; then say "Stopped. Logs and the buffer are in $work"; else say "Stopped with an error; the logs are in $work" >&2; fi
  exit "$1"
}
trap 'stop 0' INT TERM HUP
trap 'stop $?' EXIT

PATH="$PATH:/usr/sbin"
needed=()
command -v mosquitto >/dev/null || needed+=(mosquitto)
command -v mosquitto_sub >/dev/null || needed+=(mosquitto-clients)
if [ "${#needed[@]}" -gt 0 ]; then
  say "Installing ${needed[*]} from Debian"
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null ||
    fail 1 "could not install ${needed[*]}" "install them by hand, then run this again"
fi
command -v dotnet >/dev/null || fail 1 "the .NET 10 SDK is not installed (dotnet is not on the path)"
for port in "${ports[@]}"; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail 8 "port $port of this machine is in use" "ss -ltnp | grep $port   shows by whom; end it, then run this again"; fi
done

say "Building envgw"
# Without build servers, which would live on for minutes after Ctrl-C.
dotnet build src/Gateway/Gateway.csproj -c Release --nologo -v quiet --disable-build-servers || fail 1 "the build failed"
rm -rf "${work:?}"/{buffer,*.log,mosquitto.conf,ttyAIR}

start() { # name, command...: in the background, its output in the name's log; out of Ctrl-C's reach, so that stop can keep its order
  local name=$1; shift
  setsid "$@" >"$work/$name.log" 2>&1 & names+=("$name"); pids+=("$!")
}
show_end() { echo "the end of $work/$1.log:" >&2; tail -n 20 "$work/$1.log" >&2; }
must_run() { # name
  for i in "${!names[@]}"; do
    [ "${names[i]}" != "$1" ] || kill -0 "${pids[i]}" 2>/dev/null || { show_end "$1"; fail 1 "the $1 has ended by itself"; }
  done
}
wait_for() { # text, log, what it means, seconds, whose end would be in vain to wait after
  for _ in $(seq $(($4 * 5))); do grep -qE "$1" "$work/$2.log" 2>/dev/null && return; must_run "$5"; sleep 0.2; done
  show_end "$5"; fail 1 "waited $4 s for $3 in vain"
}

printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$broker_port" >"$work/mosquitto.conf"
start broker mosquitto -c "$work/mosquitto.conf"
wait_for 'mosquitto version .* running' broker "the broker" 30 broker
start subscriber mosquitto_sub -p "$broker_port" -t 'envgw1/#' -v
start simulation dotnet "$program" sim run "$site"
wait_for 'Serving .*ttyAIR' simulation "the simulated site" 30 simulation
start gateway dotnet "$program" run --config "$site"

say "Running: a simulated site, the gateway, a broker and a subscriber"
cat <<END
  site file     $site
  simulation    $work/simulation.log
  gateway       $work/gateway.log
  messages      $work/subscriber.log
END
wait_for '/data/live ' subscriber "the first readings" 30 gateway
say "1. Readings arrive at the subscriber, each batch stored on disk before it was sent:"
grep -m1 -E '/data/live ' "$work/subscriber.log" | cut -c1-300

say "2. In a few seconds the turbidity at the outlet rises above its limit of 0.8 NTU (on-delay 5 s) ..."
breach='/data/event .*outlet/turbidity/high".*"to":"UNACK"'
wait_for "$breach" subscriber "the alarm" 120 gateway
echo "   the register's value changed:   $(grep -m1 -E 'outlet/turbidity' "$work/simulation.log")"
echo "   the reading as it was sent:     $(grep -E '/data/live ' "$work/subscriber.log" | grep -oE '\["outlet/turbidity",[0-9]+,[0-9.]+[^]]*\]' | tail -n 1)"
echo "   the alarm at the subscriber:    $(grep -m1 -E "$breach" "$work/subscriber.log")"
say "A breach has travelled from a register to an MQTT message."
[ "$once" = no ] || stop 0

envgw="dotnet $program"
cat <<END

Try next, in another terminal:
  $envgw status --config $site          how it is going
  $envgw watch --config $site           every reading as it comes; q quits
  $envgw alarm list --config $site      what is in alarm, and how to acknowledge it
  $envgw history query outlet/turbidity --config $site        what was measured until now
  $envgw reg read air -u 9 hr:0 --count 4 --all --config $site      the registers of a device; the gateway lends its bus for it
  $envgw bus scan tcp://127.0.0.1:15020 --units 240-250 --config $site      who else is there, and what it looks like
  mosquitto_sub -p $broker_port -t 'envgw1/+/+/data/event' -v            every alarm transition
  kill ${pids[0]}                                  the broker dies; the buffer grows; start it again with
  mosquitto -c $work/mosquitto.conf             and nothing is missing
Ctrl-C stops everything. What happens at the site:

END
tail -n 0 -f "$work/simulation.log" & names+=(tail); pids+=("$!")
while sleep 1; do must_run gateway; must_run simulation; done
