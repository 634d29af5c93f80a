# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab bench`: the lab's figures on this machine, into docs/benchmarks.md.

bench() {
  case ${1:-} in
    '') bench_lab ;;
    --containers) shift; bench_containers "$@" ;;
    *) complain "bench: unknown option $1"; exit 2 ;;
  esac
}

bench_lab() {
  require_for bench
  build_web
  build_service
  long_step "kernel: build" "$(log_file kernel)" make -C "$LAB_ROOT/kernel" all
  local home port=${LAB_PORT:-18080} service
  home=$(mktemp -d)
  long_step "kernels to take snapshots of: build" "$(log_file mapped)" \
    make -C "$LAB_ROOT/tests/kernels/mapped" OUT="$home/mapped" all
  start_bench_lab "$port" "$home"
  service=$!
  # shellcheck disable=SC2064 # the values of now are meant
  trap "kill -TERM $service 2>/dev/null || true; wait $service || true; rm -rf '$home'" EXIT
  await_service "http://localhost:$port" "$service"
  run_client bench "$LAB_ROOT/kernel/build/kernel.elf" --server "http://localhost:$port" --pid "$service" \
    --snapshot "2,048 pages of 128 MiB=$home/mapped/2048-pages.elf" --snapshot "all of 4 GiB=$home/mapped/4-gib.elf" |
    tee "$home/table"
  kill -TERM "$service" && wait "$service" || true # what is measured next has the machine to itself
  # Verdicts are given again for as long as it takes to compile what gives them.
  CLIENT_JIT=-XX:+TieredCompilation run_client bench-grading "$LAB_ROOT/kernel/build/kernel.elf" | tee "$home/grading"
  {
    printf '# Benchmarks\n\nMade by `./lab bench`: the packaged lab and bare QEMU take turns on the same machine.\n\n'
    say_machine
    cat "$home/table"
    printf '\n## A class\n\nThe same image many times, on this machine alone; two at a time means on two cores. Bare QEMU gets the same machine and the\nsame command line for the kernel, but counts no instructions, is in no box and is never stopped to be looked at. Verdicts\nare given again by a program that the JVM compiles with all it has; a service has the quick compiler only and reads its\ndatabase besides, so it takes longer.\n\n'
    cat "$home/grading"
    printf '\n## The reference kernel\n\nCounted, not timed, so the same in every run.\n\n'
    python3 "$LAB_ROOT/kernel/tests/figures.py"
    [ ! -e "$LAB_ROOT/docs/benchmarks-containers.md" ] || printf '\n[What a container costs](benchmarks-containers.md).\n'
    printf '\nMany students at once, and parts that die: [a night before a deadline](deadline-night.md), by `./lab deadline-night --record`.\n'
  } >"$LAB_ROOT/docs/benchmarks.md"
}

# start_bench_lab PORT HOME [NAME=VALUE…]: in the background, as `./lab up` starts one.
start_bench_lab() {
  env LAB_PORT="$1" LAB_HOME="$2" LAB_ASSIGNMENTS="$LAB_ROOT/assignments" "${@:3}" "$JAVA_HOME/bin/java" "${SERVICE_FLAGS[@]}" \
    -jar "$LAB_ROOT/lab-api/target/lab-api.jar" >"$(log_file "bench-$1")" 2>&1 &
}

say_machine() {
  printf 'Machine: %s cores, %s. %s.\n\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" \
    "$(qemu-system-i386 --version | head -n 1)"
}

# bench_containers [--runs N]: what a graded run costs more when it is run in a container.
bench_containers() {
  require_for bench
  with_docker compare_with_container "$@"
}

# In a subshell, for its trap: with_docker has one of its own. There `set -e` does not hold.
compare_with_container() (
  build_images
  build_web
  build_service
  long_step "kernel: build" "$(log_file kernel)" make -C "$LAB_ROOT/kernel" all
  home=$(mktemp -d)
  port=${LAB_PORT:-18080}
  mkdir "$home/one" "$home/other"
  LAB_RUNNER_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  export LAB_RUNNER_SECRET
  services=() runner=
  trap 'for service in "${services[@]}"; do kill -TERM "$service" 2>/dev/null || true; wait "$service" || true; done
    [ -z "$runner" ] || docker rm --force --volumes "$runner" >/dev/null; rm -rf "$home"' EXIT
  runner=$(docker_run_runner --detach --env LAB_RUNNER_SECRET kernel-lab/qemu-runner) || exit
  start_bench_lab "$port" "$home/one"
  services+=($!)
  start_bench_lab $((port + 1)) "$home/other" \
    LAB_RUNNERS="http://$(docker inspect --format '{{.NetworkSettings.IPAddress}}' "$runner"):8090"
  services+=($!)
  await_service "http://localhost:$port" "${services[0]}"
  await_service "http://localhost:$((port + 1))" "${services[1]}"
  run_client compare-labs "$LAB_ROOT/kernel" "$LAB_ROOT/kernel/build/kernel.elf" --names "in one process,in a container" \
    --server "http://localhost:$port" --against "http://localhost:$((port + 1))" "$@" | tee "$home/table" || exit
  {
    printf '# What a container costs\n\n'
    printf 'Made by `./lab bench --containers`: two labs on the same machine take turns with the same kernel. One runs it in\n'
    printf 'its own process; the other has it run by `kernel-lab/qemu-runner` in a container started with `run.options`, over\n'
    printf 'HTTP. Time is from sending the submission to reading the verdict from the stream. `kernel.tar.gz` is the reference\n'
    printf 'kernel as sources, built by the lab; `kernel.elf` is the same, built before.\n\n'
    say_machine
    cat "$home/table"
  } >"$LAB_ROOT/docs/benchmarks-containers.md"
)
