#!/bin/sh
# Makes sure that a browser and PostgreSQL's programs are here, which the test suite needs.
# Quick when they are. Installs them with apt-get where that is possible without a question.
set -eu

missing=""
if ! command -v chromium >/dev/null 2>&1 && [ ! -x /usr/bin/chromium ]; then
  missing="$missing chromium"
fi
if [ -z "${WASL_TEST_POSTGRES_URL:-}" ] && ! command -v initdb >/dev/null 2>&1 \
  && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  missing="$missing postgresql"
fi
[ -z "$missing" ] && exit 0

loudly() {
  echo "============================================================================" >&2
  echo "The test suite needs what this machine does not have:$missing" >&2
  echo "Install it, for example on Debian or Ubuntu:" >&2
  echo "    sudo apt-get install$missing" >&2
  echo "or point WASL_TEST_POSTGRES_URL to a PostgreSQL server that may be filled and emptied." >&2
  echo "Without them: make test-quick" >&2
  echo "============================================================================" >&2
  exit 1
}

command -v apt-get >/dev/null 2>&1 || loudly
if [ "$(id -u)" -eq 0 ]; then
  root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  root="sudo"
else
  loudly
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # words are wanted apart
{ $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null || loudly
