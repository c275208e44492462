# For scripts that test something: counts what passed and what failed. Sourced, not run.

passed=0
failed=0

# pass MESSAGE: counts one success.
pass() {
  passed=$((passed + 1))
  printf 'ok: %s\n' "$1"
}

# fail MESSAGE: counts one failure.
fail() {
  failed=$((failed + 1))
  printf 'FAILED: %s\n' "$1"
}

# finish: prints the totals and ends the script; the exit code is 0 only when nothing failed.
finish() {
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
