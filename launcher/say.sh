# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# How the launcher talks: short lines, progress for what takes long, the log's end when something fails.

say() { printf '%s\n' "$*"; }
complain() { printf 'lab: %s\n' "$*" >&2; }
die() { complain "$*"; exit 3; }

# log_file NAME: where a long step's output goes.
log_file() {
  mkdir -p "$LAB_HOME/logs"
  printf '%s' "$LAB_HOME/logs/$1.log"
}

# long_step WHAT LOG COMMAND…: runs it out of sight, shows that time passes, and on failure how the log ends.
long_step() {
  local what=$1 log=$2 started=$SECONDS pid status=0
  shift 2
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    [ -t 1 ] && printf '\r  %s … %d s ' "$what" $((SECONDS - started))
    sleep 0.5
  done
  wait "$pid" || status=$?
  [ -t 1 ] && printf '\r'
  if [ "$status" -ne 0 ]; then
    say "  $what … failed after $((SECONDS - started)) s"
    tail -n 40 "$log" >&2
    die "$what failed (exit $status). The whole output: $log"
  fi
  say "  $what … $((SECONDS - started)) s"
}
