#!/usr/bin/env bash
# Shows envgw at work on this machine alone: a simulated site, the gateway, a broker and a subscriber.
# Usage: ./install/quickstart.sh [--once]     --once ends by itself, with exit code 0, after the first breach has arrived
set -u
cd "$(dirname "$0")/.."
once=no
case "${1:-}" in --once) once=yes;; "") ;; *) echo "usage: $0 [--once]" >&2; exit 2;; esac

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n%s\n' "$*"; }

needed=()
PATH="$PATH:/usr/sbin"
command -v mosquitto >/dev/null || needed+=(mosquitto)
command -v mosquitto_sub >/dev/null || needed+=(mosquitto-clients)
if [ "${#needed[@]}" -gt 0 ]; then
  say "Installing ${needed[*]} from Debian"
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null ||
    { echo "error: could not install ${needed[*]}. Next: install them by hand, then run this again." >&2; exit 1; }
fi
command -v dotnet >/dev/null || { echo "error: the .NET 10 SDK is not installed (dotnet is not on the path)." >&2; exit 1; }

say "Building envgw"
dotnet build src/Gateway/Gateway.csproj -c Release --nologo -v quiet || exit 1
envgw() { dotnet src/Gateway/bin/Release/net10.0/envgw.dll "$@"; }

work=/tmp/envgw-demo
if ! mkdir -m 700 "$work" 2>/dev/null && [ ! -O "$work" ]; then echo "error: $work belongs to somebody else. Next: remove it, or run as its owner." >&2; exit 1; fi
if [ -s "$work/lock" ] && kill -0 "$(cat "$work/lock")" 2>/dev/null; then echo "error: the quickstart is running already (process $(cat "$work/lock"))." >&2; exit 8; fi
rm -rf "${work:?}"/*; echo $$ >"$work/lock"
site=install/demo/site.yaml

started=()
stop() {
  trap - EXIT INT TERM
  # In the order in which data flows: the gateway says goodbye to the broker while there is one.
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  rm -f "$work/lock"
  [ "$1" = 0 ] && say "Stopped. Logs and the buffer are in $work" || say "Stopped with an error; the logs are in $work" >&2
  exit "$1"
}
trap 'stop 0' INT TERM
trap 'stop 1' EXIT
must_run() { kill -0 "$1" 2>/dev/null || { echo "error: the $2 ended at once:" >&2; tail -n 20 "$work/$3.log" >&2; stop 1; }; }
wait_for() { # file, text, what: until the text stands in the file
  for _ in $(seq 150); do grep -qE "$2" "$work/$1.log" 2>/dev/null && return; sleep 0.2; done
  echo "error: waited 30 s for $3 in vain; the end of $work/$1.log:" >&2; tail -n 20 "$work/$1.log" >&2; stop 1
}

printf 'listener 18830 127.0.0.1\nallow_anonymous true\n' >"$work/mosquitto.conf"
mosquitto -c "$work/mosquitto.conf" >"$work/broker.log" 2>&1 & broker=$!
sleep 0.5; must_run "$broker" broker broker
dotnet src/Gateway/bin/Release/net10.0/envgw.dll sim run "$site" >"$work/simulation.log" 2>&1 & simulation=$!
mosquitto_sub -p 18830 -t 'envgw1/#' -v >"$work/feed.log" 2>"$work/subscriber.log" & subscriber=$!
wait_for simulation 'Serving' "the simulated site"
dotnet src/Gateway/bin/Release/net10.0/envgw.dll run --config "$site" >"$work/gateway.log" 2>&1 & gateway=$!
started=("$gateway" "$simulation" "$subscriber" "$broker")

say "Running: a simulated site, the gateway, a broker and a subscriber"
cat <<END
  site file     $site
  simulation    $work/simulation.log
  gateway       $work/gateway.log
  messages      $work/feed.log
END
wait_for feed '/data/live ' "the first readings"
must_run "$gateway" gateway gateway
say "1. Readings arrive at the subscriber, each batch stored on disk before it was sent:"
grep -m1 -E '/data/live ' "$work/feed.log" | cut -c1-300

say "2. In a few seconds the turbidity at the outlet rises above its limit of 0.8 NTU (on-delay 5 s) ..."
for _ in $(seq 600); do grep -qE '/data/event .*turbidity.*"to":"UNACK"' "$work/feed.log" && break; sleep 0.2; kill -0 "$gateway" 2>/dev/null || break; done
if ! grep -qE '/data/event .*turbidity.*"to":"UNACK"' "$work/feed.log"; then
  echo "error: no alarm arrived within two minutes; the end of $work/gateway.log:" >&2; tail -n 20 "$work/gateway.log" >&2; stop 1
fi
echo "   the register's value changed:   $(grep -m1 -E 'outlet/turbidity' "$work/simulation.log")"
echo "   the reading as it was sent:     $(grep -E '/data/live ' "$work/feed.log" | grep -oE '\["outlet/turbidity",[0-9]+,[0-9.]+[^]]*\]' | tail -n 1)"
echo "   the alarm at the subscriber:    $(grep -m1 -E '/data/event .*turbidity.*"to":"UNACK"' "$work/feed.log")"
say "A breach has travelled from a register to an MQTT message."
[ "$once" = yes ] && stop 0

bin="dotnet src/Gateway/bin/Release/net10.0/envgw.dll"
cat <<END

Try next, in another terminal:
  $bin status --config $site          how it is going
  $bin alarm list --config $site      what is in alarm, and how to acknowledge it
  mosquitto_sub -p 18830 -t 'envgw1/+/+/data/event' -v            every alarm transition
  kill $broker                                  the broker dies; the buffer grows; start it again with
  mosquitto -c $work/mosquitto.conf             and nothing is missing
Ctrl-C stops everything.

END
tail -n 0 -f "$work/simulation.log" & started+=("$!")
wait "$gateway"
echo "error: the gateway ended by itself:" >&2; tail -n 20 "$work/gateway.log" >&2
stop 1
