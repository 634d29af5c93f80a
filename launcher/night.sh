# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab deadline-night`: the night before a deadline, played against a deployment of its own, which it takes down again.

deadline_night() {
  local record='' options=() status=0
  while [ $# -gt 0 ]; do
    if [ "$1" = --record ]; then record=yes; else options+=("$1"); fi
    shift
  done
  set -- "${options[@]}"
  if [[ " $* " == *" --help "* ]]; then client deadline-night --help; return; fi
  require_for images
  build_client
  with_docker night_in_containers "$@" || status=$?
  if [ -n "$record" ] && [ -e "$LAB_HOME/deadline-night/table.md" ]; then record_night; fi
  return "$status"
}

# What was measured, into the documentation.
record_night() {
  cp "$LAB_HOME/deadline-night/queue.svg" "$LAB_ROOT/docs/deadline-night.svg"
  {
    printf '# Deadline night\n\nMade by `./lab deadline-night --record`; what each line means: [how to operate](how-to/operate.md).\n\n'
    printf 'Machine: %s cores, %s; the clients ran on it too. %s.\n\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" \
      "$(qemu-system-i386 --version 2>/dev/null | head -n 1)"
    cat "$LAB_HOME/deadline-night/table.md"
    printf '\n![Runs waiting](deadline-night.svg)\n'
  } >"$LAB_ROOT/docs/deadline-night.md"
  say "  docs/deadline-night.md"
}

# night_in_containers OPTION…: with an engine at hand.
night_in_containers() {
  local port report=$LAB_HOME/deadline-night status=0
  build_images
  rm -rf "$report"
  mkdir -p "$report"
  port=$(two_free_ports)
  LAB_ENV_FILE=$(mktemp)
  trap 'end_night; leave_docker' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  {
    echo "COMPOSE_PROJECT_NAME=kernel-lab-night-$$"
    echo "LAB_API_COUNT=2"
    echo "LAB_RUNNER_COUNT=3"
    echo "LAB_RUNS_WORKERS=4" # together a little more than the runners' six places: who waits for a place has left the queue
    echo "LAB_PORT=$port-$((port + 1))"
    echo "LAB_RUNNER_BRIDGE=lab-n-$$"
  } >"$LAB_ENV_FILE"
  say "  two replicas and three runners on PostgreSQL; all of it goes when the night is over"
  compose up -d >"$(log_file deadline-night)" 2>&1 || die "the containers did not start: $(log_file deadline-night)"
  await_replicas
  night_client "$report" "$@" &
  NIGHT_CLIENT=$!
  wait "$NIGHT_CLIENT" || status=$?
  say ""
  say "  $report: table.md, figures.json, queue.svg, and what each part said"
  end_night
  trap leave_docker EXIT
  return "$status"
}

two_free_ports() {
  local port=18080
  while port_taken "$port" || port_taken "$((port + 1))"; do port=$((port + 2)); done
  echo "$port"
}

# part_of_night SERVICE: its containers, one a line; beside Compose 1.29 the runners are not Compose's.
part_of_night() {
  local project
  project=$(setting COMPOSE_PROJECT_NAME)
  docker ps --all --quiet --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"
  if [ "$1" = qemu-runner ]; then docker ps --all --quiet --filter "label=dev.kernellab.compose=$project"; fi
}

url_of() { echo "http://$(docker port "$1" 8080/tcp | head -n 1)/"; }

await_replicas() {
  local container tries
  for container in $(part_of_night lab-api); do
    for tries in $(seq 300); do
      curl -fs -o /dev/null --max-time 2 "$(url_of "$container")actuator/health/readiness" && continue 2
      sleep 0.2
    done
    die "lab-api did not get ready in $((tries / 5)) s: docker logs $container"
  done
}

night_client() {
  local report=$1 container parts=()
  shift
  for container in $(part_of_night lab-api); do parts+=(--api "$container=$(url_of "$container")"); done
  for container in $(part_of_night qemu-runner); do parts+=(--runner "$container"); done
  for kernel in "kernel=100" "tests/kernels/does-not-compile=0" "tests/kernels/halts=0" "tests/kernels/prints-marks=0" \
    "tests/kernels/triple-fault=0"; do
    parts+=(--kernel "$LAB_ROOT/$kernel")
  done
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx768m \
    -cp "$LAB_ROOT/lab-cli/target/lab-cli.jar:$LAB_ROOT/lab-cli/target/lib/*" dev.kernellab.cli.LabCommand deadline-night \
    "${parts[@]}" --database "$(part_of_night postgres)" --into "$report" "$@"
}

# What the parts said, beside the report.
keep_logs() {
  local container
  for container in $(part_of_night postgres) $(part_of_night lab-api) $(part_of_night qemu-runner); do
    docker logs "$container" >"$LAB_HOME/deadline-night/$(docker inspect --format '{{.Name}}' "$container" | tr -d /).log" 2>&1 || true
  done
}

# Only what this night started: its own client, its own Compose project.
end_night() {
  trap - EXIT INT TERM HUP
  if [ -n "${NIGHT_CLIENT:-}" ] && kill -TERM "$NIGHT_CLIENT" 2>/dev/null; then wait "$NIGHT_CLIENT" || true; fi
  keep_logs
  compose down --volumes --timeout 1 >>"$(log_file deadline-night)" 2>&1 || complain "not all was taken down: $(log_file deadline-night)"
  rm -f "$LAB_ENV_FILE"
}
