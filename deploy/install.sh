#!/usr/bin/env bash
# install.sh PACKAGE... : installs the Debian packages that are missing; says so and stops when it may not.
set -euo pipefail
missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ]; then
  echo "These Debian packages are missing: ${missing[*]}. Install them, or run this as root." >&2
  exit 1
fi
echo "Installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
# A fresh PostgreSQL package would start a cluster of its own; the tests start theirs.
mkdir -p /etc/postgresql-common/createcluster.d
printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.d/procedure-engine.conf
# So would a fresh RabbitMQ, and the port mapper beside it.
case " ${missing[*]} " in *" rabbitmq-server "*)
  mkdir -p /etc/systemd/system
  for unit in rabbitmq-server.service epmd.service epmd.socket; do [ -e "/etc/systemd/system/$unit" ] || ln -s /dev/null "/etc/systemd/system/$unit"; done ;;
esac
# A fresh mail server would serve the network; the tests start their own on loopback.
case " ${missing[*]} " in *" postfix "*) echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections ;; esac
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
