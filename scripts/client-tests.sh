#!/usr/bin/env bash
# Drives a running server as its clients do: bash scripts/client-tests.sh
#
# 1. starts the built server (dotnet build -c Release) with pico, once without and once with an API key, on free ports,
# 2. checks the description of the API with Redocly, 3. runs tests/clients: OpenAI's own library, and the page /swagger in Chromium.
# Needs node, npm (for the packages of tests/clients), chromium and ffmpeg. Pictures of the browser go to $SCREENSHOTS, if it is set.
# The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
source scripts/totals.sh

readonly SERVER=$PWD/src/Chatterbox.Server/bin/Release/net10.0/chatterbox.dll
readonly START_LIMIT=120
readonly STEP_LIMIT=15m

work=$(mktemp -d)
servers=()

# Ends the servers, however the script ends.
clean() {
  [ "${#servers[@]}" -gt 0 ] && kill "${servers[@]}" 2>/dev/null && wait "${servers[@]}" 2>/dev/null
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start NAME [OPTION...]: starts a server on a free port and sets $address once it takes requests.
start() {
  local name=$1 log=$work/$1.log
  shift
  # Keys and models of the operator's environment do not count here.
  env -u CHATTERBOX__APIKEYS -u CHATTERBOX__MODELDIR \
    dotnet "$SERVER" serve --urls http://127.0.0.1:0 --voices-dir "$work/$name-voices" "$@" >"$log" 2>&1 &
  servers+=($!)
  for _ in $(seq $((START_LIMIT * 2))); do
    address=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' "$log" | head -n 1)
    [ -n "$address" ] && curl -sf -o "$work/ready" "$address/health/ready" && return 0
    kill -0 "${servers[-1]}" 2>/dev/null || break
    sleep 0.5
  done
  fail "The server ($name) did not start:
$(tail -n 20 "$log")"
  return 1
}

# total NAME: one of the totals of node's test runner.
total() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$work/tests.log" | tail -n 1; }

for program in node npm curl chromium ffmpeg; do
  command -v "$program" >/dev/null || fail "The program $program is missing; install it (Debian: apt-get install nodejs npm curl chromium ffmpeg)."
done
[ -f "$SERVER" ] || fail "The server is not built: run 'dotnet build -c Release' first."
[ "$failed" -eq 0 ] || finish

# Packages with install scripts are not wanted: nothing here needs them.
if ! (cd tests/clients && timeout "$STEP_LIMIT" npm ci --ignore-scripts >"$work/npm.log" 2>&1); then
  fail "npm could not install the packages of tests/clients:
$(tail -n 10 "$work/npm.log")"
  finish
fi

key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
start open || finish
open=$address
start keyed --api-keys "$key" || finish
keyed=$address

# The linter's own notices and reports stay at home.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
if curl -sf -o "$work/swagger.json" "$open/swagger/v1/swagger.json" \
  && (cd tests/clients && timeout "$STEP_LIMIT" npx --no-install redocly lint "$work/swagger.json" --config redocly.yaml --max-problems 20 >"$work/lint.log" 2>&1); then
  pass "the description of the API"
else
  fail "The description of the API:
$(tail -n 60 "$work/lint.log")"
fi

(cd tests/clients && CHATTERBOX_URL=$open CHATTERBOX_KEYED_URL=$keyed CHATTERBOX_KEY=$key \
  timeout "$STEP_LIMIT" node --test --test-concurrency=1 --test-reporter=tap openai-client.mjs api-key.mjs swagger-page.mjs >"$work/tests.log" 2>&1)
status=$?
grep -E '^ *(not )?ok [0-9]' "$work/tests.log"
good=$(total pass)
bad=$(($(total fail) + $(total cancelled)))
passed=$((passed + ${good:-0}))
failed=$((failed + bad))
if [ "$bad" -gt 0 ]; then
  grep -A25 '^ *not ok' "$work/tests.log"
elif [ "$status" -ne 0 ] || [ "${good:-0}" -eq 0 ]; then
  fail "The tests of tests/clients ended with $status:
$(tail -n 30 "$work/tests.log")"
fi
finish
