# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab test`: every test there is, each kind counted, and what was skipped said aloud.

check() {
  [ $# -eq 0 ] || { complain "test: takes no options"; exit 2; }
  require_for test
  local started=$SECONDS failed=() engine='' why
  CHROMIUM=$(find_chromium)
  export CHROMIUM
  if why=$(use_docker 2>&1); then
    engine=here
    with_docker check_all
  else
    complain "the images cannot be tested here: ${why#lab: } Their tests are skipped, and counted as skipped."
    check_all
  fi
  count_tests
  say "  $((SECONDS - started)) s in all"
  if [ ${#failed[@]} -gt 0 ]; then
    complain "failed: ${failed[*]}"
  elif [ "$SKIPPED" -gt 0 ] && [ "${CI:-}" = true ]; then
    complain "in CI no test may skip"
    failed+=(skipped)
  fi
  say "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  [ ${#failed[@]} -eq 0 ]
}

# The images' bases are made beside the parts that need no image.
check_all() {
  local bases=
  if [ -n "$engine" ]; then
    choose_bases >"$(log_file bases)" 2>&1 </dev/null &
    bases=$!
  fi
  part "launcher" check_launcher
  part "web-ui" check_web
  part "kernel" make --no-print-directory -C "$LAB_ROOT/kernel" clean all test
  if [ -n "$bases" ]; then
    wait "$bases" || true # its reason comes up again, and is shown
    part "images" build_images
  fi
  part "java" check_java
}

# part NAME COMMAND…: runs it with its output shown; a failure is remembered and the other parts still run.
part() {
  local name=$1
  shift
  say "── $name"
  if "$@" </dev/null 2>&1 | tee "$(log_file "test-$name")"; then :; else failed+=("$name"); fi
}

check_launcher() {
  shellcheck --severity=warning "$LAB_ROOT/lab" "$LAB_ROOT"/launcher/*.sh "$LAB_ROOT/.ci/run" \
    "$LAB_ROOT"/containers/{healthcheck,install-packages,system-sbom,lab-api/train,postgres/entrypoint}
}

# Chained, because `set -e` does not hold inside a condition, and `part` is one.
check_web() {
  (
    cd "$LAB_ROOT/web-ui" && web_dependencies && npm run lint && npm run build &&
      npm run test -- --reporter=default --reporter=junit --outputFile.junit=node_modules/.junit.xml
  )
}

check_java() { maven -fae verify; }

# Adds up the reports of JUnit and Vitest and the kernel's own closing line.
count_tests() {
  local total bad
  read -r total bad SKIPPED < <(
    find "$LAB_ROOT" -path '*/node_modules/*/*' -prune -o \
      \( -path '*/target/*-reports/TEST-*.xml' -o -path '*/node_modules/.junit.xml' \) -newer "$(log_file test-launcher)" -print0 |
      xargs -0 -r grep -hoE '<testsuite [^>]*' |
      awk '{
        for (i = 1; i <= NF; i++) {
          split($i, a, "=\"")
          if (a[1] == "tests") tests += a[2]
          if (a[1] == "failures" || a[1] == "errors") bad += a[2]
          if (a[1] == "skipped") skipped += a[2]
        }
      } END { print tests + 0, bad + 0, skipped + 0 }'
  )
  read -r kernel_passed kernel_failed < <(
    sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$(log_file test-kernel)" | tail -n 1
    echo 0 1
  )
  PASSED=$((total - bad - SKIPPED + kernel_passed))
  FAILED=$((bad + kernel_failed))
}
