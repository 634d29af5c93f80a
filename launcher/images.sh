# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab images`: the container images, on public bases or, where no image registry answers, on bases of Debian packages.

IMAGES=(lab-api qemu-runner)

images() {
  local fresh=
  case ${1:-} in
    '') ;;
    --fresh) fresh=--no-cache ;;
    *) complain "images: unknown option $1"; exit 2 ;;
  esac
  require_for images
  with_docker build_images $fresh
}

build_runner() {
  stale "$LAB_ROOT/qemu-runner/target/qemu-runner-service.jar" "$LAB_ROOT"/{pom.xml,lab-protocol,memory-model,qemu-runner} || return 0
  long_step "runner: build" "$(log_file maven-runner)" maven -DskipTests -pl qemu-runner -am package
  touch "$LAB_ROOT/qemu-runner/target/qemu-runner-service.jar"
}

# build_images [--no-cache]: with an engine at hand. What is made of the same things as before stays as it is.
build_images() {
  local image wanted=()
  choose_bases "$@"
  for image in "${IMAGES[@]}"; do
    if [ $# -eq 0 ] && is_built "$image"; then say "  image kernel-lab/$image … unchanged"; else wanted+=("$image"); fi
  done
  if [ ${#wanted[@]} -gt 0 ]; then
    build_web
    build_service
    build_runner
    for image in "${wanted[@]}"; do build_image "$image" "$@"; done
    check_runner_image
  fi
  docker image ls --filter reference='kernel-lab/*:latest' --format '  {{.Repository}}  {{.Size}}' | sort
}

is_built() {
  [ "$(docker image inspect --format '{{index .Config.Labels "dev.kernellab.inputs"}}' "kernel-lab/$1" 2>/dev/null)" = "$(inputs_of "$1")" ]
}

# inputs_of IMAGE: a hash of everything of ours that goes into it, tests and what is built left out.
inputs_of() {
  local sources=(pom.xml .dockerignore containers lab-protocol memory-model qemu-runner)
  [ "$1" = qemu-runner ] || sources+=(grading lab-api web-ui assignments)
  {
    echo "$1 $(base_of "$1") $JDK_IMAGE"
    (cd "$LAB_ROOT" && find "${sources[@]}" \( -name target -o -name node_modules -o -name dist -o -path '*/src/test' \) -prune \
      -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
  } | sha256sum | cut -c 1-16
}

build_image() {
  local name=$1
  shift
  long_step "image kernel-lab/$name" "$(log_file "image-$name")" docker_build "$@" \
    -f "$LAB_ROOT/containers/$name/Dockerfile" -t "kernel-lab/$name" \
    --build-arg "BASE_IMAGE=$(base_of "$name")" --build-arg "JDK_IMAGE=$JDK_IMAGE" \
    --build-arg "VERSION=$(product_version)" --build-arg "REVISION=$(git -C "$LAB_ROOT" rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    --label "dev.kernellab.inputs=$(inputs_of "$name")" "$LAB_ROOT"
}

# The very options of a deployment, so that a machine where boxes cannot be made is known before a student finds out.
check_runner_image() {
  local why
  if why=$(docker_run_runner --rm --network none --entrypoint /usr/bin/bwrap kernel-lab/qemu-runner --unshare-all --unshare-user \
    --disable-userns --cap-drop ALL --ro-bind / / --proc /proc --dev /dev true 2>&1); then
    say "  sandbox in the runner's container: works"
  else
    complain "sandbox in the runner's container: refused: $why. See docs/how-to/containers.md."
  fi
}

product_version() { sed -n '/<artifactId>kernel-lab</{n;s/ *<version>\(.*\)<\/version>/\1/p}' "$LAB_ROOT/pom.xml"; }

# choose_bases [--no-cache]: sets BASES (public or debian) and JDK_IMAGE, and makes what must be made.
choose_bases() {
  BASES=${LAB_BASES:-$(if registry_answers; then echo public; else echo debian; fi)}
  case $BASES in
    public) say "  bases: public images"; JDK_IMAGE=eclipse-temurin:25-jdk ;;
    debian)
      say "  bases: made from Debian packages, as no image registry answers"
      require_for debian-bases
      make_bases "$@" ;;
    *) die "LAB_BASES: expected public or debian, got $BASES" ;;
  esac
}

registry_answers() { timeout 15 docker manifest inspect "$PUBLIC_BASE" >/dev/null 2>&1; }

PUBLIC_BASE=debian:bookworm-slim

base_of() {
  case $BASES in
    public) echo "$PUBLIC_BASE" ;;
    debian) base_tag "$1" ;;
  esac
}

# A changed list of packages is another base.
base_tag() { echo "kernel-lab/base-$1:$(packages_of "$1" | sha256sum | cut -c 1-12)"; }

packages_of() { grep -v '^#' "$LAB_ROOT/containers/$1/packages"; }

make_bases() {
  local name
  for name in "${IMAGES[@]}" postgres; do
    [ $# -eq 0 ] && docker image inspect "$(base_tag "$name")" >/dev/null 2>&1 && continue
    long_step "base of $name" "$(log_file "base-$name")" make_base "$name"
  done
  JDK_IMAGE=kernel-lab/jdk:$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')
  docker image inspect "$JDK_IMAGE" >/dev/null 2>&1 || long_step "base with this JDK" "$(log_file base-jdk)" make_jdk
  # PostgreSQL needs nothing of ours but a way to start.
  long_step "image kernel-lab/postgres" "$(log_file image-postgres)" docker_build -t kernel-lab/postgres \
    --build-arg "BASE_IMAGE=$(base_tag postgres)" "$LAB_ROOT/containers/postgres"
}

# This machine's own release, by its own apt settings, without what no container reads, and without the settings.
make_base() {
  local archive folder excluded=()
  for folder in man info locale lintian; do excluded+=(--dpkgopt="path-exclude=/usr/share/$folder/*"); done
  archive=$(mktemp --suffix=.tar)
  # shellcheck disable=SC2016 # mmdebstrap's own $1
  mmdebstrap --variant=minbase --include="$(packages_of "$1" | paste -sd,)" \
    --aptopt='APT::Install-Recommends "false"' "${excluded[@]}" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --customize-hook='rm -rf "$1"/etc/apt/sources.list* "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/var/log/*' \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$archive" &&
    docker import "$archive" "$(base_tag "$1")" &&
    rm -f "$archive"
}

# The JDK that the launcher found, as an image to run jlink in.
# Chained, because `set -e` does not hold inside a condition, and long_step's job may be in one.
make_jdk() {
  local folder
  folder=$(mktemp -d)
  printf 'FROM %s\nCOPY jdk /opt/java/openjdk\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/bin:/bin\n' \
    "$(base_tag lab-api)" >"$folder/Dockerfile"
  tar -C "$folder" -cf "$folder/context.tar" Dockerfile &&
    tar --dereference --transform 's,^\.,jdk,' -C "$JAVA_HOME" -rf "$folder/context.tar" . &&
    docker_build -t "$JDK_IMAGE" - <"$folder/context.tar" &&
    rm -rf "$folder"
}
