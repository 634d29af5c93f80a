# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab doctor`: what this machine has, and how to mend what it lacks.

doctor() {
  local need ill=0
  for need in $(needs up); do
    if has "$need"; then report_good "$(describe "$need")" "$(found "$need")"; else
      report_bad "$(describe "$need")" "missing" "$(mend "$need")"; ill=1
    fi
  done
  for need in $(wants up); do
    if has "$need"; then report_good "$(describe "$need")" "found"; else
      report_note "$(describe "$need")" "missing; kernels cannot be booted with boot=grub. $(mend "$need")"
    fi
  done
  check_sandbox || ill=1
  check_port "${LAB_PORT:-8080}" || ill=1
  check_disk || ill=1
  check_shared_memory || ill=1
  for need in $(needs test); do
    [[ " $(needs up) $(wants up) " == *" $need "* ]] || has "$need" ||
      report_note "$(describe "$need")" "missing; only ./lab test needs it, and installs it"
  done
  if [ "$ill" -eq 0 ]; then say "This machine can run the lab."; else say "Mend the lines marked ✘, then try again."; fi
  return "$ill"
}

report_good() { printf '  ✔ %-44s %s\n' "$1" "$2"; }
report_note() { printf '  – %-44s %s\n' "$1" "$2"; }
report_bad() { printf '  ✘ %-44s %s\n      %s\n' "$1" "$2" "$3"; }

found() {
  case $1 in
    jdk) find_jdk ;;
    maven) mvn --version 2>/dev/null | sed -n 's/\x1b\[[0-9;]*m//g; s/^Apache Maven \([^ ]*\).*/\1/p' | head -n 1 ;;
    node) node --version ;;
    qemu) qemu-system-i386 --version | sed -n 's/.*version \([^ ]*\).*/\1/p' ;;
    gcc) gcc -dumpfullversion ;;
    make) make --version | sed -n '1s/GNU Make //p' ;;
    bubblewrap) bwrap --version | sed 's/bubblewrap //' ;;
    *) command -v "$1" ;;
  esac
}

# The very isolation that a build gets; unprivileged user namespaces are what some systems forbid.
check_sandbox() {
  has bubblewrap || return 0 # said already
  local why
  if why=$(bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev --cap-drop ALL true 2>&1); then
    report_good "sandbox (bubblewrap in a user namespace)" "works"
  else
    report_bad "sandbox (bubblewrap in a user namespace)" "refused: $why" "$(mend_sandbox)"
    return 1
  fi
}

mend_sandbox() {
  if [ "$(cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns 2>/dev/null)" = 1 ]; then
    echo "AppArmor forbids user namespaces here: give /usr/bin/bwrap a profile that allows userns, see docs/how-to/sandbox.md."
  elif [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ]; then
    echo "sysctl kernel.unprivileged_userns_clone=1 allows user namespaces."
  else
    echo "In a container: run it with user namespaces allowed, see docs/how-to/sandbox.md."
  fi
}

check_port() {
  if port_taken "$1"; then
    report_bad "port $1" "taken" "Stop what listens there, or choose another: ./lab up --port $(($1 + 1))"
    return 1
  fi
  report_good "port $1" "free"
}

check_disk() {
  local place=$LAB_HOME free
  while [ ! -d "$place" ]; do place=$(dirname "$place"); done
  free=$(df -Pm "$place" | awk 'NR == 2 { print $4 }')
  if [ "$free" -lt 1024 ]; then
    report_bad "disk for $LAB_HOME" "$free MiB free" "The lab wants 1 GiB: make room, or set LAB_HOME to a roomier place."
    return 1
  fi
  report_good "disk for $LAB_HOME" "$((free / 1024)) GiB free"
}

check_shared_memory() {
  local free
  free=$(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -lt 512 ]; then
    report_bad "memory-backed folder /dev/shm" "${free:-0} MiB free" "Kernels run there: mount a tmpfs of at least 512 MiB on /dev/shm."
    return 1
  fi
  report_good "memory-backed folder /dev/shm" "$free MiB free"
}
