# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the lab needs of a machine: how to look for it, and how to get it where a package manager is known.

# The newest JDK of at least 25 in JAVA_HOME, on the PATH or where systems keep them; empty if none.
find_jdk() {
  local home major
  for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac 2>/dev/null)" 2>/dev/null)")" 2>/dev/null)" \
    /usr/lib/jvm/* /usr/java/* /opt/*jdk* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/*; do
    [ -x "$home/bin/javac" ] && [ -f "$home/release" ] || continue
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ "${major:-0}" -ge 25 ] && printf '%s' "$home" && return
  done
}

# Vite's own requirement: 20.19, or 22.12 and later.
node_suffices() {
  command -v npm >/dev/null && command -v node >/dev/null || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}

compiles_for_i386() {
  command -v gcc >/dev/null && printf 'int main(void){return 0;}' | gcc -m32 -x c - -o /dev/null 2>/dev/null
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

# has NEED: whether this machine has it.
has() {
  case $1 in
    jdk) [ -n "$(find_jdk)" ] ;;
    maven) command -v mvn >/dev/null ;;
    node) node_suffices ;;
    qemu) command -v qemu-system-i386 >/dev/null ;;
    gcc) compiles_for_i386 ;;
    make) command -v make >/dev/null ;;
    bubblewrap) command -v bwrap >/dev/null ;;
    setpriv) command -v setpriv >/dev/null && command -v prlimit >/dev/null ;;
    chromium) [ -n "$(find_chromium)" ] ;;
    grub) command -v grub-mkrescue >/dev/null && command -v xorriso >/dev/null && [ -d /usr/lib/grub/i386-pc ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# package NEED: the Debian packages that bring it.
package() {
  case $1 in
    jdk) echo openjdk-25-jdk-headless ;;
    node) echo nodejs npm ;;
    qemu) echo qemu-system-x86 ;;
    gcc) echo gcc gcc-multilib ;;
    setpriv) echo util-linux ;;
    grub) echo grub-pc-bin grub-common xorriso ;;
    docker | dockerd) echo docker.io ;;
    *) echo "$1" ;;
  esac
}

# describe NEED: what it is, for people.
describe() {
  case $1 in
    jdk) echo "JDK 25 or newer" ;;
    node) echo "Node.js 20.19, 22.12 or newer, with npm" ;;
    qemu) echo "qemu-system-i386" ;;
    gcc) echo "gcc that compiles for i386 (gcc -m32)" ;;
    setpriv) echo "setpriv and prlimit" ;;
    grub) echo "GRUB for PCs, grub-mkrescue and xorriso" ;;
    *) echo "$1" ;;
  esac
}

# needs PURPOSE: the list for it.
needs() {
  case $1 in
    client) echo jdk maven ;;
    local) echo jdk maven qemu gcc make bubblewrap setpriv ;;
    images) echo jdk maven node curl ;;
    engine) echo docker dockerd ;;
    compose) echo docker-compose ;;
    debian-bases) echo mmdebstrap ;;
    up) echo jdk maven node qemu gcc make bubblewrap setpriv curl ;;
    bench) echo "$(needs up) python3" ;;
    test) echo jdk maven node qemu gcc make bubblewrap setpriv curl python3 chromium shellcheck gdb grub sqlite3 rsync ;;
  esac
}

# wants PURPOSE: what it can do without, at the cost of boot=grub.
wants() { case $1 in up) echo grub ;; esac; }

# Whether packages could be installed from here.
can_install() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo >/dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    die "installing needs root, and there is no sudo here. As root: $*"
  fi
}

# require_for PURPOSE: installs what is missing, by name and aloud, and leaves JAVA_HOME set.
require_for() {
  local need missing=() packages=()
  for need in $(needs "$1"); do has "$need" || missing+=("$need"); done
  for need in $(wants "$1"); do has "$need" || { can_install && missing+=("$need"); } || true; done
  if [ ${#missing[@]} -gt 0 ]; then
    for need in "${missing[@]}"; do
      say "  missing: $(describe "$need")"
      # shellcheck disable=SC2207 # package names hold no blanks
      packages+=($(package "$need"))
    done
    install_packages "${packages[@]}"
    for need in "${missing[@]}"; do
      has "$need" || [[ " $(wants "$1") " == *" $need "* ]] ||
        die "$(describe "$need") is still missing. $(mend "$need")"
    done
  fi
  JAVA_HOME=$(find_jdk)
  export JAVA_HOME
}

install_packages() {
  command -v apt-get >/dev/null || die "this is not Debian or Ubuntu, so please install these yourself: $*"
  local wanted=() name
  as_root apt-get update -q >"$(log_file apt)" 2>&1 || complain "apt-get update failed; going on with the lists at hand"
  for name in "$@"; do
    if [ -n "$(apt-cache policy "$name" 2>/dev/null | sed -n 's/.*Candidate: *//p' | grep -v none)" ]; then
      wanted+=("$name")
    fi
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  say "  installing: ${wanted[*]}"
  [ "$(id -u)" -eq 0 ] || sudo -v # asks for the password before the progress line starts
  long_step "apt-get install" "$(log_file apt)" as_root apt-get install -y --no-install-recommends "${wanted[@]}"
}

# mend NEED: a sentence for whoever has to get it by hand.
mend() {
  case $1 in
    jdk) echo "Unpack any JDK 25 (Eclipse Temurin for one) and point JAVA_HOME at it, or put it into /usr/lib/jvm." ;;
    node) echo "This system packages an older Node.js; install 22 LTS from nodejs.org or your version manager." ;;
    gcc) echo "On Debian and Ubuntu: apt-get install gcc gcc-multilib." ;;
    *) echo "On Debian and Ubuntu: apt-get install $(package "$1")." ;;
  esac
}
