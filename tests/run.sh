#!/usr/bin/env bash
# Installs what the tests need from Debian's packages, builds, runs every test, and closes with one line: N passed, N failed, N skipped.
# Usage: ./tests/run.sh [arguments for the test programs, for example -class "*Alarm*"]
set -u
cd "$(dirname "$0")/.."

# Independent peers: brokers and Modbus devices that nobody here wrote, and a JSON Schema validator.
needed=()
for pair in mosquitto:mosquitto mosquitto_sub:mosquitto-clients nats-server:nats-server rabbitmq-server:rabbitmq-server mbpoll:mbpoll socat:socat node:nodejs npm:npm; do
  PATH="$PATH:/usr/sbin" command -v "${pair%%:*}" >/dev/null || needed+=("${pair##*:}")
done
for pair in pymodbus:python3-pymodbus jsonschema:python3-jsonschema serial:python3-serial serial_asyncio:python3-serial-asyncio prometheus_client:python3-prometheus-client; do
  /usr/bin/python3 -c "import ${pair%%:*}" 2>/dev/null || needed+=("${pair##*:}")
done
if [ "${#needed[@]}" -gt 0 ]; then
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
  echo "Installing ${needed[*]}"
  "${as_root[@]}" apt-get update -qq >/dev/null
  # No service is wanted: the tests start their own brokers.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null || {
    echo "Could not install ${needed[*]}; install them by hand and run again." >&2; exit 1; }
fi

# mqtt-packet, a codec that nobody here wrote: the versions of the lock file, into a folder that git ignores.
codec=tests/Gateway.Mqtt.Tests/Differential
if [ ! -e "$codec/node_modules/.package-lock.json" ] || [ "$codec/package-lock.json" -nt "$codec/node_modules/.package-lock.json" ]; then
  npm ci --prefix "$codec" --ignore-scripts --no-audit --no-fund --silent || {
    echo "Could not install the packages of $codec/package-lock.json; run npm ci there by hand and run again." >&2; exit 1; }
fi

dotnet build Gateway.sln -c Release --nologo -v quiet || exit 1

# The AsyncAPI initiative's parser: the versions of the lock file, into a folder that git ignores.
parser=tests/Gateway.Core.Tests/Forwarding/EnvgwJson/AsyncApi
if [ ! -e "$parser/node_modules/.package-lock.json" ] || [ "$parser/package-lock.json" -nt "$parser/node_modules/.package-lock.json" ]; then
  npm ci --prefix "$parser" --ignore-scripts --no-audit --no-fund --silent || {
    echo "Could not install the packages of $parser/package-lock.json; run npm ci there by hand and run again." >&2; exit 1; }
fi

passed=0; failed=0; skipped=0
log=$(mktemp); trap 'rm -f "$log"' EXIT
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  program=$(dirname "$project")/bin/Release/net10.0/$name
  case "$name" in Gateway.Testing|Gateway.Benchmarks|Gateway.Faults) continue;; esac
  echo "== $name"
  # A program that hangs is a failure too, and not the end of the run.
  timeout --kill-after=10 600 "$program" -noLogo -noColor "$@" >"$log" 2>&1; code=$?
  grep -vE '^ *(Discovering|Discovered|Starting|Finished):' "$log"
  # xunit.v3 closes with: Total: N, Errors: N, Failed: N, Skipped: N, Not Run: N, Time: Ns
  summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
  if [ -z "$summary" ]; then
    echo "$name ended with exit code $code and no summary" >&2
    failed=$((failed + 1)); continue
  fi
  read -r total errors failures skips <<<"$(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' ')"
  bad=$((errors + failures))
  # A test program that fails without naming a test has failed all the same.
  [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  passed=$((passed + total - failures - skips)); failed=$((failed + bad)); skipped=$((skipped + skips))
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
