#!/bin/sh
# The running services of this virtual device, as balenaEngine shows containers. Written by the device agent.
containers=@CONTAINERS@

# All services, running or not, from the agent's list: id, name, state, restarts, policy.
list_all() {
  [ -f "$containers/list" ] || return 0
  while IFS='	' read -r id name state _; do
    printf '%s\n' "$1" | sed "s|{{ *\.ID *}}|$id|g; s|{{ *\.Names *}}|$name|g; s|{{ *\.Status *}}|$state|g"
  done <"$containers/list"
}

# Its restarts and its policy.
inspected() {
  [ -f "$containers/list" ] || return 1
  while IFS='	' read -r id name _ restarts policy; do
    case $1 in '') return 1 ;; "$name") echo "$restarts $policy" && return ;; esac
    case $id in "$1"*) echo "$restarts $policy" && return ;; esac
  done <"$containers/list"
  return 1
}

list() {
  for folder in "$containers"/*/; do
    [ -f "$folder/name" ] || continue
    id=$(basename "$folder")
    name=$(cat "$folder/name")
    printf '%s\n' "$1" | sed "s|{{ *\.ID *}}|$id|g; s|{{ *\.Names *}}|$name|g; s|{{ *\.Status *}}|Up|g"
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
  lister=list
  while [ $# -gt 0 ]; do
    case $1 in
    --format) format=${2:-} && shift ;;
    --format=*) format=${1#--format=} ;;
    -a | --all) lister=list_all ;;
    esac
    [ $# -gt 0 ] && shift
  done
  if [ -z "$format" ]; then
    echo 'CONTAINER ID   NAMES'
    format='{{.ID}}   {{.Names}}'
  fi
  "$lister" "$format"
  ;;
inspect)
  shift
  format=
  case ${1:-} in --format) format=${2:-} && shift 2 ;; --format=*) format=${1#--format=} && shift ;; esac
  if ! found=$(inspected "${1:-}"); then
    echo "Error: No such object: ${1:-}" >&2
    exit 1
  fi
  printf '%s\n' "$format" | sed "s|{{ *\.RestartCount *}}|${found%% *}|g; s|{{ *\.HostConfig\.RestartPolicy\.Name *}}|${found#* }|g"
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
  echo 'This virtual device has: balena-engine ps [-a] [--format …], balena-engine inspect --format …, balena-engine exec [-it] CONTAINER COMMAND…' >&2
  exit 125
  ;;
esac
