# What a person reads when a device does not do what it should: six sections of plain text. No key and no variable's value
# is printed: of config.json only the names below, of containers no environment.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL
exec 2>&1

has() { command -v "$1" >/dev/null 2>&1; }
limit() { wait_for=$1; shift; if has timeout; then timeout "$wait_for" "$@"; else "$@"; fi; }
section() { printf '\n==== %s ====\n' "$1"; }
# A command and what it says, where the device has it.
show() {
  has "$1" || { printf '\n$ %s\n(not on this device)\n' "$*"; return; }
  printf '\n$ %s\n' "$*"
  limit 15 "$@" | head -n 200 | cut -c1-400
}
file() { [ -r "$1" ] && { printf '\n$ cat %s\n' "$1"; head -n 200 "$1" | cut -c1-400; }; }

engine=balena-engine
has "$engine" || engine=balena

section BALENA
for name in BALENA_DEVICE_UUID BALENA_API_URL; do
  eval "value=\${$name:-}"
  [ -n "$value" ] && printf '%s=%s\n' "$name" "$value"
done
for name in uuid deviceType apiEndpoint vpnEndpoint registryEndpoint deltaEndpoint ntpServers dnsServers hostname persistentLogging developmentMode; do
  sed -n "s/.*\"$name\"[[:space:]]*:[[:space:]]*\(\"[^\"]*\"\|true\|false\).*/$name: \1/p" /mnt/boot/config.json 2>/dev/null | head -n 1
done
show "$engine" ps -a --format '{{.Names}}  {{.Status}}'
show "$engine" images
show "$engine" volume ls
show systemctl status balena.service --no-pager -l -n 20

section HARDWARE
show uname -a
[ -r /proc/device-tree/model ] && { tr -d '\0' </proc/device-tree/model; echo; }
show nproc
show uptime
file /proc/loadavg
show free -m
show df -h
show lsblk
show lsusb
for zone in /sys/class/thermal/thermal_zone*/temp; do [ -r "$zone" ] && printf '%s: %s\n' "$zone" "$(cat "$zone")"; done
show vcgencmd get_throttled

section NETWORK
show ip -brief address
show ip route
file /etc/resolv.conf
show ss -tlnp
show nmcli --fields NAME,TYPE,DEVICE,STATE connection
show systemctl status openvpn.service --no-pager -l -n 20

section OS
[ -n "$BALENA_HOST_OS_VERSION" ] && printf 'BALENA_HOST_OS_VERSION=%s\n' "$BALENA_HOST_OS_VERSION"
file /etc/os-release
show ls -l /mnt/state
show mount
dmesg >/dev/null 2>&1 && { printf '\n$ dmesg (the last 100 lines)\n'; dmesg | tail -n 100 | cut -c1-400; }
show ps

section SUPERVISOR
[ -n "$BALENA_SUPERVISOR_VERSION" ] && printf 'BALENA_SUPERVISOR_VERSION=%s\n' "$BALENA_SUPERVISOR_VERSION"
address=${BALENA_SUPERVISOR_ADDRESS:-http://127.0.0.1:48484}
printf '\n$ %s/v1/healthy\n' "$address"
if has curl; then limit 10 curl -s -m 8 -w '\n%{http_code}\n' "$address/v1/healthy"; else limit 10 wget -q -T 8 -O - "$address/v1/healthy"; echo; fi
show systemctl status balena-supervisor.service --no-pager -l -n 40

section TIME
show date -u
show timedatectl
show chronyc tracking
show chronyc sources
printf '\n==== END ====\n'
