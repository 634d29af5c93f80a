# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab compose`: Docker Compose, v2 or 1.29, with secrets made on the first use.

# Of the deployment that is meant: its settings and secrets.
LAB_ENV_FILE=${LAB_ENV_FILE:-.env}

compose() {
  [ $# -gt 0 ] || { complain "compose: say what, for instance: ./lab compose up -d"; exit 2; }
  docker_answers || die "no Docker engine answers: start yours (systemctl start docker)."
  cd "$LAB_ROOT" || return # seccomp's path is relative to here
  write_secrets "$LAB_ENV_FILE"
  choose_local_postgres
  if docker compose version >/dev/null 2>&1; then
    docker compose --env-file "$LAB_ENV_FILE" "$@"
  else
    require_for compose
    compose_1 "$@"
  fi
}

# write_secrets FILE: what must not have a default, once, readable by its owner alone.
write_secrets() {
  local name
  [ -e "$1" ] || (umask 077 && echo COMPOSE_PROJECT_NAME=kernel-lab >"$1")
  chmod 600 "$1"
  for name in LAB_RUNNER_SECRET LAB_INSTRUCTOR_SECRET LAB_DATABASE_PASSWORD LAB_GRAFANA_PASSWORD; do
    grep -q "^$name=." "$1" || printf '%s=%s\n' "$name" "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" >>"$1"
  done
}

# Where the official image cannot be had, `./lab images` has made one.
choose_local_postgres() {
  if [ -z "${LAB_POSTGRES_IMAGE:-}" ] && ! grep -q '^LAB_POSTGRES_IMAGE=' "$LAB_ENV_FILE" &&
    docker image inspect kernel-lab/postgres >/dev/null 2>&1; then
    export LAB_POSTGRES_IMAGE=kernel-lab/postgres
  fi
}

# Compose 1.29 hands security options to the engine as they are, but systempaths is understood by Docker's own clients
# only: the runners are started beside it, on its network and by its service's name.
compose_1() {
  case $1 in
    up)
      say "  Compose 1.29: starting in the background; the runners beside it"
      compose_1_29 up --detach --scale qemu-runner=0
      start_runners "${LAB_RUNNER_COUNT:-$(setting LAB_RUNNER_COUNT)}" ;;
    stop | down)
      stop_runners
      compose_1_29 "$@" ;;
    *) compose_1_29 "$@" ;;
  esac
}

compose_1_29() { docker-compose --env-file "$LAB_ENV_FILE" "$@"; }

# setting NAME: what the deployment's file says, if anything.
setting() { sed -n "s/^$1=//p" "$LAB_ENV_FILE" | tail -n 1; }

start_runners() {
  local number project
  project=$(setting COMPOSE_PROJECT_NAME)
  stop_runners
  for number in $(seq "${1:-2}"); do
    LAB_RUNNER_SECRET=$(setting LAB_RUNNER_SECRET) docker_run_runner --detach --restart unless-stopped \
      --name "${project}_qemu-runner_$number" --label dev.kernellab.compose="$project" \
      --network "${project}_runners" --network-alias qemu-runner --env LAB_RUNNER_SECRET \
      "${LAB_RUNNER_IMAGE:-kernel-lab/qemu-runner}" >/dev/null
    say "  runner $number is up"
  done
}

stop_runners() {
  docker ps --all --quiet --filter label=dev.kernellab.compose="$(setting COMPOSE_PROJECT_NAME)" |
    xargs -r docker rm --force >/dev/null
}

# docker_run_runner ARGUMENT…: `docker run` with everything that a runner's container needs and nothing more.
docker_run_runner() {
  local options
  mapfile -t options < <(grep -v '^#' "$LAB_ROOT/containers/qemu-runner/run.options")
  docker run "${options[@]}" --security-opt "seccomp=$LAB_ROOT/containers/qemu-runner/seccomp.json" \
    --security-opt "apparmor=${LAB_RUNNER_APPARMOR:-unconfined}" "$@"
}
