# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab bench`: the lab's figures on this machine, into docs/benchmarks.md.

bench() {
  require_for bench
  build_web
  build_service
  long_step "kernel: build" "$(log_file kernel)" make -C "$LAB_ROOT/kernel" all
  local home port=${LAB_PORT:-18080} service
  home=$(mktemp -d)
  LAB_HOME=$home LAB_PORT=$port LAB_ASSIGNMENTS=$LAB_ROOT/assignments "$JAVA_HOME/bin/java" "${SERVICE_FLAGS[@]}" \
    -jar "$LAB_ROOT/lab-api/target/lab-api.jar" >"$(log_file bench)" 2>&1 &
  service=$!
  # shellcheck disable=SC2064 # the values of now are meant
  trap "kill -TERM $service 2>/dev/null; wait $service; rm -rf '$home'" EXIT
  await_service "http://localhost:$port" "$service"
  run_client bench "$LAB_ROOT/kernel/build/kernel.elf" --server "http://localhost:$port" --pid "$service" |
    tee "$home/table"
  {
    printf '# Benchmarks\n\nMade by `./lab bench`: the packaged lab and bare QEMU take turns on the same machine.\n\n'
    printf 'Machine: %s cores, %s. %s.\n\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" \
      "$(qemu-system-i386 --version | head -n 1)"
    cat "$home/table"
    printf '\n## The reference kernel\n\nCounted, not timed, so the same in every run.\n\n'
    python3 "$LAB_ROOT/kernel/tests/figures.py"
  } >"$LAB_ROOT/docs/benchmarks.md"
}
