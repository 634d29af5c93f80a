# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# `./lab COMMAND --help` of the commands that are shell; the others are Java and know their own.

# wants_help COMMAND ARGUMENT…: what comes after `compose NAME` is Compose's, not ours.
wants_help() {
  case ${1:-} in
    up | test | bench | images | doctor) [[ " ${*:2} " == *" --help "* || " ${*:2} " == *" -h "* ]] ;;
    compose) [[ ${2:-} == --help || ${2:-} == -h ]] ;;
    *) false ;;
  esac
}

help_of() {
  case $1 in
    up) cat <<EOF ;;
Usage: ./lab up [--port N] [--bind ADDRESS]
Builds what is stale and starts the lab in the foreground; Ctrl-C stops it. An empty lab submits the reference kernel.
  --port N         listen there (default: \$LAB_PORT, else 8080)
  --bind ADDRESS   on that address (default: \$LAB_BIND, else 127.0.0.1); read docs/how-to/sandbox.md before 0.0.0.0
State is kept in \$LAB_HOME (now $LAB_HOME). What else can be set: docs/how-to/operate.md.
EOF
    test) cat <<EOF ;;
Usage: ./lab test
Runs every test: launcher, dashboard, kernel, container images where there is a Docker engine, Java. Takes minutes.
Exit code: 0 all passed, 1 some did not, or with CI=true some were skipped. Smaller parts: CONTRIBUTING.md.
EOF
    bench) cat <<EOF ;;
Usage: ./lab bench [--containers [--runs N]]
Measures the lab against bare QEMU on this machine, into docs/benchmarks.md; takes minutes, and wants an idle machine.
  --containers   instead what running a kernel in a container costs, into docs/benchmarks-containers.md
  --runs N       with --containers: counted runs, after some that only warm up
EOF
    images) cat <<EOF ;;
Usage: ./lab images [--fresh]
Builds the container images that are stale; says on what bases, and how large they are.
  --fresh   all of them, from the bases up
LAB_BASES=public or debian chooses the bases (default: public, where an image registry answers).
EOF
    compose) cat <<EOF ;;
Usage: ./lab compose ARGUMENT…
Docker Compose with this folder's docker-compose.yml, for instance: up -d, ps, logs, down. Secrets are made on the
first use, into .env (or \$LAB_ENV_FILE). docs/how-to/containers.md tells the rest.
EOF
    doctor) cat <<EOF ;;
Usage: ./lab doctor
Checks this machine and says how to mend what is missing. Exit code: 0 nothing is missing, else 1. Changes nothing.
EOF
  esac
}
