# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Building what is stale, and only that.

# stale TARGET SOURCE…: the target is missing, or a source (or a folder of sources) changed after it.
stale() {
  local target=$1
  shift
  [ ! -e "$target" ] || [ -n "$(find "$@" \( -name target -o -name node_modules -o -name dist \) -prune -o -newer "$target" -print -quit 2>/dev/null)" ]
}

maven() { (cd "$LAB_ROOT" && mvn -B "$@"); }

web_dependencies() {
  (cd "$LAB_ROOT/web-ui" && { [ ! node_modules/.package-lock.json -ot package-lock.json ] || npm ci --no-audit --no-fund; })
}

build_web() {
  stale "$LAB_ROOT/web-ui/dist/index.html" "$LAB_ROOT/web-ui" || return 0
  long_step "web-ui: dependencies" "$(log_file npm)" web_dependencies
  long_step "web-ui: build" "$(log_file web-ui)" npm --prefix "$LAB_ROOT/web-ui" run build
}

build_service() {
  local sources=("$LAB_ROOT"/{pom.xml,lab-protocol,memory-model,grading,qemu-runner,lab-api,lab-cli,assignments})
  stale "$LAB_ROOT/lab-api/target/lab-api.jar" "${sources[@]}" "$LAB_ROOT/web-ui/dist/index.html" || return 0
  long_step "service and command line: build" "$(log_file maven)" maven -DskipTests -pl lab-api,lab-cli -am package
  touch "$LAB_ROOT/lab-api/target/lab-api.jar" "$LAB_ROOT/lab-cli/target/lab-cli.jar"
}

build_client() {
  stale "$LAB_ROOT/lab-cli/target/lab-cli.jar" "$LAB_ROOT"/{pom.xml,lab-protocol,memory-model,grading,qemu-runner,lab-cli} || return 0
  long_step "command line: build" "$(log_file maven)" maven -DskipTests -pl lab-cli -am package
  touch "$LAB_ROOT/lab-cli/target/lab-cli.jar"
}
