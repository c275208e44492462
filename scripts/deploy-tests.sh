#!/usr/bin/env bash
# Runs what Dockerfile, compose.yaml and deploy/chatterbox.service say, without Docker and systemd: bash scripts/deploy-tests.sh
#
# 1. publishes from the files that Docker would see, with the command of the first stage, 2. starts the published program as the second
# stage does: as its user, with its settings and those of compose.yaml, from another folder; asks it as the health check does, lets it
# speak, runs the examples of the documents, and stops it, 3. has systemd check the unit, if systemd is here.
# Needs git, curl and ffmpeg. The last line is "N passed, N failed"; the exit code is 0 only when nothing failed.
set -u -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
source scripts/totals.sh

readonly IMAGE_USER=1654
readonly START_LIMIT=120
readonly STEP_LIMIT=15m

work=$(mktemp -d)
server=

clean() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# check NAME COMMAND...: runs a command; its output is shown if it fails.
check() {
  local name=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    pass "$name"
  else
    fail "$name
$(tail -n 20 "$work/check.log")"
    return 1
  fi
}

# context FOLDER: copies the files that git knows and .dockerignore does not leave out.
context() {
  mkdir -p "$1"
  git ls-files -z | grep -zEv '^(tests|parity_data|benchmarks|voices)/|^models/chatterbox' | tar -c --null -T - | tar -x -C "$1"
}

# settings_exist: every setting that a file of the deployment names is one of the program's.
settings_exist() {
  local name
  for name in $(grep -ohE 'CHATTERBOX__[A-Z]+' Dockerfile compose.yaml deploy/chatterbox.service | sort -u); do
    grep -qiE "public [^(]* ${name#CHATTERBOX__} \{ get; set; \}" src/Chatterbox.Server/Operation/ServerOptions.cs || { echo "There is no setting $name."; return 1; }
  done
}

# as_image_user COMMAND...: runs a command as the image's user does, if we may.
as_image_user() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid="$IMAGE_USER" --regid="$IMAGE_USER" --clear-groups "$@"
  else
    "$@"
  fi
}

# start: runs the program with the settings of Dockerfile and compose.yaml on a free port; sets $server and $address.
start() {
  mkdir -p "$work/voices" "$work/home"
  chmod 755 "$work"
  [ "$(id -u)" -eq 0 ] && chown -R "$IMAGE_USER:$IMAGE_USER" "$work/voices" "$work/home"
  (cd / && HOME=$work/home CHATTERBOX__URLS=http://127.0.0.1:0 CHATTERBOX__VOICESDIR=$work/voices CHATTERBOX__MODELDIR='' CHATTERBOX__APIKEYS='' \
    as_image_user "$work/app/chatterbox" serve; echo $? >"$work/exit-code") >"$work/server.log" 2>&1 &
  for _ in $(seq $((START_LIMIT * 2))); do
    address=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' "$work/server.log" | head -n 1)
    server=$(pgrep -f "^$work/app/chatterbox serve" | head -n 1)
    [ -n "$address" ] && curl -sf -o /dev/null "$address/health/ready" && return 0
    [ -f "$work/exit-code" ] && break
    sleep 0.5
  done
  cat "$work/server.log"
  return 1
}

health_check() {
  local command
  command=$(sed -n 's/^HEALTHCHECK .* CMD //p' Dockerfile)
  [ -n "$command" ] && bash -c "${command//http:\/\/127.0.0.1:8004/$address}"
}

# speaks FORMAT: the answer is a file of that name that ffmpeg can read to its end.
speaks() {
  curl -sf "$address/v1/audio/speech" -H 'Content-Type: application/json' -o "$work/speech.$1" \
    -d "{\"input\": \"Hello there.\", \"voice\": \"alloy\", \"response_format\": \"$1\", \"max_tokens\": 40}" \
    && ffmpeg -v error -nostdin -i "$work/speech.$1" -f null -
}

# examples FILE: runs the curl lines of a document, in their order, from a folder that has what they name.
examples() {
  local line count=0
  mkdir -p "$work/examples"
  ln -sfn "$PWD/tests" "$work/examples/tests"
  cp tests/data/speech/other/LJ001-0001.wav "$work/examples/me.wav"
  while IFS= read -r line; do
    echo "$line"
    (cd "$work/examples" && bash -c "${line//http:\/\/127.0.0.1:8004/$address}") || return 1
    count=$((count + 1))
  done < <(sed -n 's/^curl -s /curl -sf /p' "$1")
  [ "$count" -gt 0 ]
}

keeps_a_voice() {
  curl -sf "$address/voices/linda" && [ -d "$work/voices/linda" ]
}

stops() {
  kill -TERM "$server"
  for _ in $(seq 60); do
    [ -f "$work/exit-code" ] && break
    sleep 0.5
  done
  server=
  cat "$work/exit-code" && [ "$(cat "$work/exit-code")" = 0 ]
}

unit_is_right() {
  sed "s:/opt/chatterbox/:$work/app/:" deploy/chatterbox.service >"$work/chatterbox.service"
  [ -z "$(systemd-analyze verify "$work/chatterbox.service" 2>&1 | tee "$work/unit.log" | grep -F chatterbox.service)" ] || { cat "$work/unit.log"; return 1; }
}

publish=$(sed -n 's/^RUN \(bash scripts\/publish.sh\) \/app$/\1/p' Dockerfile)
[ -n "$publish" ] || { fail 'The Dockerfile publishes with another command than "bash scripts/publish.sh /app".'; finish; }
check "the settings of the deployment are the program's" settings_exist
context "$work/source"
check "publish from what Docker sees" timeout "$STEP_LIMIT" bash -c "cd '$work/source' && $publish '$work/app'" || finish
check "the published program starts as the image's user" start || finish
check "the health check" health_check
check "it speaks wav" speaks wav
check "it speaks mp3" speaks mp3
check "the examples of docs/api.md" examples docs/api.md
check "the examples of the README" examples README.md
check "it keeps a voice" keeps_a_voice
check "it stops when told to, with exit code 0" stops
if command -v systemd-analyze >/dev/null; then
  check "the systemd unit" unit_is_right
else
  echo "The systemd unit was not checked: systemd-analyze is not here."
fi
finish
