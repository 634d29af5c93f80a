# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab up`: one process, in the foreground, stopped by Ctrl-C.

# The flags trade peak throughput for a small, quickly started process: the work is done by gcc and QEMU.
SERVICE_FLAGS=(-XX:+UseSerialGC -Xmx160m -Xss512k -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=64m
  -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -Djdk.virtualThreadScheduler.parallelism=8
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

up() {
  local port=${LAB_PORT:-8080} bind=${LAB_BIND:-127.0.0.1}
  while [ $# -gt 0 ]; do
    case $1 in
      --port) port=${2:?"--port needs a number"}; shift 2 ;;
      --bind) bind=${2:?"--bind needs an address"}; shift 2 ;;
      *) complain "up: unknown option $1"; exit 2 ;;
    esac
  done
  [[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -le 65535 ] || { complain "--port: expected 0 to 65535, got $port"; exit 2; }
  require_for up
  if port_taken "$port"; then
    die "port $port is taken. Is a lab running already? Otherwise choose another: ./lab up --port $((port + 1))"
  fi
  build_web
  build_service
  serve "$port" "$bind"
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

serve() {
  local port=$1 bind=$2 url=http://localhost:$1 service
  mkdir -p "$LAB_HOME"
  LAB_PORT=$port LAB_BIND=$bind LAB_ASSIGNMENTS=${LAB_ASSIGNMENTS:-$LAB_ROOT/assignments} \
    "$JAVA_HOME/bin/java" "${SERVICE_FLAGS[@]}" -jar "$LAB_ROOT/lab-api/target/lab-api.jar" &
  service=$!
  # The first signal asks the service to stop; it ends its runs and their machines before it goes.
  trap 'kill -TERM "$service" 2>/dev/null || true' INT TERM HUP
  await_service "$url" "$service"
  first_kernel "$url"
  say ""
  say "  The lab is at $url   (Ctrl-C stops it)"
  say "  Submit a kernel from another shell:  ./lab submit kernel/"
  say ""
  until wait "$service"; do
    kill -0 "$service" 2>/dev/null || break # a signal interrupts wait; the service is still ending its runs
  done
  say "  The lab has stopped."
}

# await_service URL PID: until it answers.
await_service() {
  until curl -fs -o /dev/null --max-time 2 "$1/actuator/health/liveness"; do
    kill -0 "$2" 2>/dev/null || { wait "$2" || true; die "the lab did not start; the lines above say why"; }
    sleep 0.2
  done
}

# Something to look at from the first minute: an empty lab submits its own kernel to itself.
first_kernel() {
  local url=$1
  curl -fs "$url/api/v1/runs?limit=1" | grep -q '"items":\[\]' || return 0
  say "  Submitting the reference kernel, so that there is something to see."
  run_client submit "$LAB_ROOT/kernel" --label "reference kernel" --assignment memory-manager --server "$url" ||
    complain "the reference kernel did not pass; its page says why"
}
