# The health checks of a device, in plain POSIX sh for busybox. Each prints "@check <id> <pass|fail|unknown> <evidence>".
# A virtual device says by BALENA_* variables what balenaOS keeps in files; all else is asked of the machine.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL

say() { printf '@check %s %s %s\n' "$1" "$2" "$(printf '%s' "$3" | tr '\n\r\t' '   ' | cut -c1-280)"; }
has() { command -v "$1" >/dev/null 2>&1; }
limit() { wait_for=$1; shift; if has timeout; then timeout "$wait_for" "$@"; else "$@"; fi; }
number() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }
config() { sed -n "s/.*\"$1\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/\1/p" /mnt/boot/config.json 2>/dev/null | head -n 1; }
# The status of an answer, 000 when there is none.
answer() {
  if has curl; then
    limit 12 curl -s -o /dev/null -m 10 -w '%{http_code}' "$1" 2>/dev/null || true
  elif has wget; then
    if limit 12 wget -q -T 10 -O /dev/null "$1" 2>/dev/null; then printf 200; else printf 000; fi
  else
    printf none
  fi
}

is_virtual=${BALENA_SUPERVISOR_ADDRESS:+yes}
engine=balena-engine
has "$engine" || engine=balena
api=${BALENA_API_URL:-$(config apiEndpoint)}
registry=${BALENA_REGISTRY_URL:-$(config registryEndpoint)}
case $registry in '' | http://* | https://*) ;; *) registry=https://$registry ;; esac
data=${BALENA_DATA:-/mnt/data}

# balenaOS version
os=$BALENA_HOST_OS_VERSION
[ -n "$os" ] || os=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release 2>/dev/null)
version=$(printf '%s' "$os" | sed -n 's/^[Bb]alenaOS \{1,\}v\{0,1\}\([0-9]\{1,\}\)\.\([0-9]\{1,\}\).*/\1 \2/p')
case $version in
'') if [ -n "$os" ]; then say check_balenaOS unknown "$os is no balenaOS"; else say check_balenaOS unknown 'the OS does not say its version'; fi ;;
1\ * | 2\ ? | 2\ [0-9]) say check_balenaOS fail "$os is no longer supported" ;;
*) say check_balenaOS pass "$os" ;;
esac

# Power supply
throttled=$(cat /sys/devices/platform/soc/soc:firmware/get_throttled 2>/dev/null | tr -cd '0-9a-fA-F')
if [ -n "$throttled" ]; then
  bits=$((0x$throttled))
  if [ $((bits & 1)) -ne 0 ]; then say check_under_voltage fail 'under-voltage now (get_throttled)'
  elif [ $((bits & 65536)) -ne 0 ]; then say check_under_voltage fail 'under-voltage since the last boot (get_throttled)'
  else say check_under_voltage pass 'no under-voltage since the last boot (get_throttled)'; fi
elif messages=$(dmesg 2>/dev/null) && [ -n "$messages" ]; then
  count=$(printf '%s\n' "$messages" | grep -ci 'under-\{0,1\}voltage detected')
  if [ "$count" -gt 0 ]; then say check_under_voltage fail "$count under-voltage messages of the kernel since the last boot"
  else say check_under_voltage pass 'no under-voltage message of the kernel'; fi
else
  say check_under_voltage unknown 'the kernel log cannot be read here'
fi

# Memory
total=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null)
free=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null)
if number "$total" && number "$free" && [ "$total" -gt 0 ]; then
  used=$(((total - free) * 100 / total))
  evidence="$used % of $((total / 1024)) MB in use, $((free / 1024)) MB available"
  if [ "$used" -ge 90 ]; then say check_memory fail "$evidence"; else say check_memory pass "$evidence"; fi
else
  say check_memory unknown '/proc/meminfo does not say'
fi

# Container engine
if listing=$(limit 15 "$engine" ps --format '{{.ID}}' 2>&1); then
  restarts=0
  [ -n "$is_virtual" ] || restarts=$(systemctl show balena.service -p NRestarts 2>/dev/null | sed 's/.*=//')
  running=$(printf '%s\n' "$listing" | grep -c .)
  if number "$restarts" && [ "$restarts" -gt 0 ]; then say check_container_engine fail "it answers, and was restarted $restarts times since the boot"
  else say check_container_engine pass "$engine answers: $running containers run"; fi
else
  say check_container_engine fail "$engine does not answer: $listing"
fi

# Supervisor
supervisor=${BALENA_SUPERVISOR_ADDRESS:-http://127.0.0.1:48484}
status=$(answer "$supervisor/v1/healthy")
named=${BALENA_SUPERVISOR_VERSION:+" ($BALENA_SUPERVISOR_VERSION)"}
case $status in
200) say check_supervisor pass "it says that it is healthy$named" ;;
none) say check_supervisor unknown 'neither curl nor wget is there to ask it' ;;
000 | '') say check_supervisor fail "it does not answer at $supervisor" ;;
*) say check_supervisor fail "/v1/healthy answers $status" ;;
esac

# Local disk
mount=$(grep " $data " /proc/mounts 2>/dev/null | tail -n 1)
if [ -n "$mount" ]; then
  case $(printf '%s' "$mount" | cut -d' ' -f4) in
  ro | ro,*) say test_data_partition_mounted fail "$data is mounted read-only" ;;
  *) say test_data_partition_mounted pass "${mount%% *} on $data" ;;
  esac
elif [ -n "$is_virtual" ]; then
  if [ -w "$data" ]; then say test_data_partition_mounted pass 'the folder of a virtual device, writable'
  else say test_data_partition_mounted fail "$data cannot be written"; fi
else
  say test_data_partition_mounted fail "nothing is mounted on $data"
fi
line=$(limit 10 df -Pk "$data" 2>/dev/null | tail -n 1)
set -- $line
if number "$2" && number "$3" && number "$4" && [ $(($3 + $4)) -gt 0 ]; then
  size=$2
  used=$(($3 * 100 / ($3 + $4)))
  evidence="$used % of $((size / 1024)) MB in use, $(($4 / 1024)) MB free on $data"
  if [ "$used" -ge 90 ]; then say test_disk_space fail "$evidence"; else say test_disk_space pass "$evidence"; fi
else
  size=
  say test_disk_space unknown "df says nothing of $data"
fi
part=$(basename "${mount%% *}" 2>/dev/null)
whole=$(cat "$(readlink -f "/sys/class/block/$part" 2>/dev/null)/../size" 2>/dev/null)
own=$(cat "/sys/class/block/$part/size" 2>/dev/null)
if [ -n "$mount" ] && number "$own" && number "$size" && [ "$own" -gt 0 ]; then
  grown=$((size * 2 * 100 / own))
  evidence="the file system fills $grown % of its partition"
  number "$whole" && [ "$whole" -gt 0 ] && evidence="$evidence, which is $((own * 100 / whole)) % of the disk"
  if [ "$grown" -lt 80 ]; then say test_disk_expansion fail "$evidence"; else say test_disk_expansion pass "$evidence"; fi
elif [ -n "$is_virtual" ]; then
  say test_disk_expansion unknown 'a virtual device has a folder, no partition'
else
  say test_disk_expansion unknown "the size of the partition of $data cannot be read"
fi
probe=$data/.binnacle-write-test
began=$(cut -d' ' -f1 /proc/uptime 2>/dev/null | tr -d .)
if limit 20 dd if=/dev/zero of="$probe" bs=4096 count=16 conv=fsync 2>/dev/null; then
  ended=$(cut -d' ' -f1 /proc/uptime 2>/dev/null | tr -d .)
  rm -f "$probe"
  if number "$began" && number "$ended"; then
    took=$(((ended - began) * 10))
    if [ "$took" -ge 1000 ]; then say test_write_latency fail "64 KB took $took ms to be on the disk"
    elif [ "$took" -eq 0 ]; then say test_write_latency pass '64 KB took less than 10 ms to be on the disk'
    else say test_write_latency pass "64 KB took $took ms to be on the disk"; fi
  else
    say test_write_latency unknown '/proc/uptime does not say'
  fi
else
  rm -f "$probe"
  say test_write_latency fail "$data cannot be written"
fi

# Clock: against the dashboard's server, and what NTP says of it
now=$(date +%s)
off=$((now - server_now))
[ "$off" -ge 0 ] || off=$((-off))
synced=$(limit 5 timedatectl show -p NTPSynchronized --value 2>/dev/null)
case $synced in yes) ntp=', synchronised by NTP' ;; no) ntp=', not synchronised by NTP' ;; *) ntp= ;; esac
if [ "$off" -gt 60 ]; then say check_timesync fail "$off s from the server's clock$ntp"
elif [ "$synced" = no ] && [ -z "$is_virtual" ]; then say check_timesync fail "$off s from the server's clock$ntp"
else say check_timesync pass "within $((off + 1)) s of the server's clock$ntp"; fi

# Temperature
hottest=
for zone in /sys/class/thermal/thermal_zone*/temp /sys/class/hwmon/hwmon*/temp1_input; do
  degrees=$(cat "$zone" 2>/dev/null)
  number "$degrees" || continue
  if [ -z "$hottest" ] || [ "$degrees" -gt "$hottest" ]; then hottest=$degrees; fi
done
if [ -z "$hottest" ]; then say test_temperature_now unknown 'no sensor'
elif [ "$hottest" -ge 80000 ]; then say test_temperature_now fail "$((hottest / 1000)) °C"
else say test_temperature_now pass "$((hottest / 1000)) °C"; fi
if messages=$(dmesg 2>/dev/null) && [ -n "$messages" ]; then
  count=$(printf '%s\n' "$messages" | grep -ci 'temperature above threshold\|cpu clock throttled\|thermal throttl')
  if [ "$count" -gt 0 ]; then say test_throttling_dmesg fail "$count messages of the kernel since the last boot"
  else say test_throttling_dmesg pass 'no message of the kernel since the last boot'; fi
else
  say test_throttling_dmesg unknown 'the kernel log cannot be read here'
fi

# OS rollback
if [ -d /mnt/state ]; then
  found=$(ls /mnt/state 2>/dev/null | grep '^rollback-.*-triggered$' | tr '\n' ' ')
  if [ -n "$found" ]; then say check_os_rollback fail "in /mnt/state: $found"; else say check_os_rollback pass 'no rollback in /mnt/state'; fi
elif [ -n "$is_virtual" ]; then
  say check_os_rollback unknown 'a virtual device has no second system to fall back to'
else
  say check_os_rollback unknown 'there is no /mnt/state'
fi

# Networking
host=$(printf '%s' "$api" | sed 's|^[a-z]*://||; s|[:/].*||')
if [ -z "$host" ]; then say test_upstream_dns unknown 'the device does not say which API it uses'
elif printf '%s' "$host" | grep -q '^[0-9.]*$'; then say test_upstream_dns unknown "the API is at $host, which is no name"
elif has getent && found=$(limit 10 getent hosts "$host"); then say test_upstream_dns pass "$host is ${found%% *}"
elif has nslookup && limit 10 nslookup "$host" >/dev/null 2>&1; then say test_upstream_dns pass "$host is known"
elif has getent || has nslookup; then say test_upstream_dns fail "$host is not known to the name servers"
else say test_upstream_dns unknown 'neither getent nor nslookup is there to ask'; fi

if [ -z "$api" ]; then say test_balena_api unknown 'the device does not say which API it uses'; else
  status=$(answer "$api/ping")
  case $status in
  2??) say test_balena_api pass "$api answers" ;;
  none) say test_balena_api unknown 'neither curl nor wget is there to ask' ;;
  000 | '') say test_balena_api fail "$api does not answer" ;;
  *) say test_balena_api fail "$api/ping answers $status" ;;
  esac
fi
if [ -z "$registry" ]; then say test_balena_registry unknown 'the device does not say which registry it uses'; else
  status=$(answer "$registry/v2/")
  case $status in
  2?? | 401 | 403) say test_balena_registry pass "$registry answers" ;;
  none) say test_balena_registry unknown 'neither curl nor wget is there to ask' ;;
  000 | '') say test_balena_registry fail "$registry does not answer" ;;
  *) say test_balena_registry fail "$registry/v2/ answers $status" ;;
  esac
fi

# Services: all containers but the supervisor's
if all=$(limit 15 "$engine" ps -a --format '{{.ID}} {{.Names}}|{{.Status}}' 2>/dev/null); then
  all=$(printf '%s\n' "$all" | grep -v ' \(balena\|resin\)_supervisor|' | grep '|')
  total=0 down= sick= well=0 loop=
  while IFS= read -r row; do
    [ -n "$row" ] || continue
    total=$((total + 1))
    id=${row%% *} rest=${row#* }
    name=$(printf '%s' "${rest%%|*}" | sed 's/_[0-9]*_[0-9]*\(_.*\)\{0,1\}$//')
    state=${rest#*|}
    case $state in
    *unhealthy*) sick="$sick$name, " ;;
    *'(healthy)'*) well=$((well + 1)) ;;
    esac
    case $state in
    Up*) ;;
    'Exited (0)'*)
      policy=$(limit 10 "$engine" inspect --format '{{.HostConfig.RestartPolicy.Name}}' "$id" 2>/dev/null)
      case $policy in no | on-failure) ;; *) down="$down$name: $state; " ;; esac
      ;;
    Restarting*) down="$down$name: $state; " loop="$loop$name: $state; " ;;
    *) down="$down$name: $state; " ;;
    esac
    count=$(limit 10 "$engine" inspect --format '{{.RestartCount}}' "$id" 2>/dev/null)
    case $state in
    Restarting*) ;;
    'Up '*second* | 'Up '*minute* | 'Up Less'*) if number "$count" && [ "$count" -ge 3 ]; then loop="$loop$name: $count restarts, $state; "; fi ;;
    esac
  done <<LIST
$all
LIST
  if [ "$total" -eq 0 ]; then
    say check_user_services unknown 'no service is on the device'
    say test_service_restarts unknown 'no service is on the device'
    say test_healthcheck unknown 'no service is on the device'
  else
    if [ -n "$down" ]; then say check_user_services fail "${down%; }"; else say check_user_services pass "all $total run"; fi
    if [ -n "$loop" ]; then say test_service_restarts fail "${loop%; }"; else say test_service_restarts pass 'none restarts again and again'; fi
    if [ -n "$sick" ]; then say test_healthcheck fail "unhealthy: ${sick%, }"
    elif [ "$well" -gt 0 ]; then say test_healthcheck pass "$well services say that they are healthy"
    else say test_healthcheck unknown 'no service has a HEALTHCHECK'; fi
  fi
else
  for id in check_user_services test_service_restarts test_healthcheck; do say "$id" unknown "$engine does not answer"; done
fi
