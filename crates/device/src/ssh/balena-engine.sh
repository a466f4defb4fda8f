#!/bin/sh
# The running services of this virtual device, as balenaEngine shows containers. Written by the device agent.
containers=@CONTAINERS@

list() {
  for folder in "$containers"/*/; do
    [ -f "$folder/name" ] || continue
    id=$(basename "$folder")
    name=$(cat "$folder/name")
    printf '%s\n' "$1" | sed "s|{{ *\.ID *}}|$id|g; s|{{ *\.Names *}}|$name|g"
  done
}

find_container() {
  case $1 in '' | *[!A-Za-z0-9_.-]* | .*) return 1 ;; esac
  for folder in "$containers"/*/; do
    [ -f "$folder/name" ] || continue
    id=$(basename "$folder")
    name=$(cat "$folder/name")
    case $id in "$1"*) printf '%s' "$folder" && return ;; esac
    [ "$name" = "$1" ] && printf '%s' "$folder" && return
  done
  return 1
}

case ${1:-} in
ps)
  shift
  format=
  while [ $# -gt 0 ]; do
    case $1 in
    --format) format=${2:-} && shift ;;
    --format=*) format=${1#--format=} ;;
    esac
    [ $# -gt 0 ] && shift
  done
  if [ -z "$format" ]; then
    echo 'CONTAINER ID   NAMES'
    format='{{.ID}}   {{.Names}}'
  fi
  list "$format"
  ;;
exec)
  shift
  while [ $# -gt 0 ]; do
    case $1 in
    -it | -ti | -i | -t | --interactive | --tty) shift ;;
    *) break ;;
    esac
  done
  wanted=${1:-}
  if ! folder=$(find_container "$wanted"); then
    echo "Error: No such container: $wanted" >&2
    exit 1
  fi
  shift
  if [ $# -eq 0 ]; then
    echo 'balena-engine exec needs a command' >&2
    exit 125
  fi
  exec "${folder%/}/enter" "$@"
  ;;
*)
  echo 'This virtual device has: balena-engine ps [--format …], balena-engine exec [-it] CONTAINER COMMAND…' >&2
  exit 125
  ;;
esac
