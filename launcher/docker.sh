# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# A Docker engine for whoever needs one: the running one, or as root one of our own that ends with the command.

DOCKER_HOME=$LAB_HOME/docker

# with_docker COMMAND…: runs it with an engine that answers; one of our own ends with its last user.
with_docker() {
  local status=0
  use_docker
  "$@" || status=$?
  leave_docker
  return "$status"
}

use_docker() {
  if docker_answers; then return; fi
  [ -z "${DOCKER_HOST:-}" ] || die "the Docker engine at DOCKER_HOST=$DOCKER_HOST does not answer"
  [ "$(id -u)" -eq 0 ] || die "no Docker engine answers. Start yours (systemctl start docker), or run this as root to have one started."
  require_for engine
  DOCKER_HOST=unix://$DOCKER_HOME/docker.sock
  export DOCKER_HOST
  [ ${#DOCKER_HOST} -le 110 ] || die "LAB_HOME=$LAB_HOME: too long for a socket's path, choose a shorter one"
  # Testcontainers' clean-up helper is an image of its own, which such an engine may not get; see docs/how-to/containers.md.
  export TESTCONTAINERS_RYUK_DISABLED=true
  mkdir -p "$DOCKER_HOME"
  exec {DOCKER_USER}>"$DOCKER_HOME/users"
  flock --shared "$DOCKER_USER"
  trap leave_docker EXIT
  docker_answers || start_docker
}

docker_answers() { command -v docker >/dev/null && timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

start_docker() {
  local log pid
  log=$(log_file dockerd)
  pid=$(docker_pid)
  [ -z "$pid" ] || die "an engine of ours (process $pid) runs but does not answer. Its log: $log"
  rm -f "$DOCKER_HOME/docker.pid"
  # A session of its own: Ctrl-C is for us, and the engine ends last.
  setsid dockerd --data-root "$DOCKER_HOME/data" --exec-root "$DOCKER_HOME/exec" --host "$DOCKER_HOST" \
    --pidfile "$DOCKER_HOME/docker.pid" >"$log" 2>&1 </dev/null {DOCKER_USER}>&- &
  pid=$!
  until docker_answers; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$log" >&2; die "dockerd did not start. The whole output: $log"; }
    sleep 0.2
  done
  say "  started a Docker engine (process $pid); its log: $log"
}

# Of the engine that we started, if it runs: a number left in a file may by now be anybody's.
docker_pid() {
  local pid
  pid=$(cat "$DOCKER_HOME/docker.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ] && echo "$pid" || true
}

# Only what we started, and only when nobody else of ours uses it; its images stay for the next time.
leave_docker() {
  local pid
  [ -n "${DOCKER_USER:-}" ] || return 0
  trap - EXIT
  if flock --exclusive --nonblock "$DOCKER_USER" && pid=$(docker_pid) && [ -n "$pid" ]; then
    kill -TERM "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  fi
  exec {DOCKER_USER}>&-
  unset DOCKER_USER DOCKER_HOST
}

# docker_build ARGUMENT…: with BuildKit where the client has it, else with the engine's own builder.
docker_build() {
  if docker buildx version >/dev/null 2>&1; then docker buildx build --load "$@"; else DOCKER_BUILDKIT=0 docker build "$@"; fi
}
