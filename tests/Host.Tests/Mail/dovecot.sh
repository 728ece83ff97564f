#!/usr/bin/env bash
# dovecot.sh start FOLDER PORT | stop FOLDER : an IMAP server (Dovecot) of its own on loopback, for the tests: the mailbox of an office at somebody
# else's. One user, 'office' with the password 'secret'; his mail lies in FOLDER/mail. Dovecot starts as root only.
set -euo pipefail
action=${1:-} folder=${2:-} port=${3:-}
[ -n "$folder" ] || { echo "usage: dovecot.sh start FOLDER PORT | stop FOLDER" >&2; exit 2; }

start() {
  [ "$(id -u)" = 0 ] || { echo "Dovecot starts as root only." >&2; exit 1; }
  command -v dovecot >/dev/null || { echo "Dovecot (dovecot-imapd) is not installed." >&2; exit 1; }
  mkdir -p "$folder"/mail/{tmp,new,cur} "$folder/run"
  chmod 755 "$folder"
  chown -R nobody: "$folder/mail"
  cat >"$folder/dovecot.conf" <<CF
base_dir = $folder/run
state_dir = $folder/run
log_path = $folder/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:$folder/mail
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$folder/mail
}
CF
  dovecot -c "$folder/dovecot.conf" </dev/null >"$folder/start.log" 2>&1 || { cat "$folder/start.log" >&2; exit 1; }
}

case $action in
  start) start ;;
  stop) [ ! -f "$folder/dovecot.conf" ] || doveadm -c "$folder/dovecot.conf" stop >/dev/null 2>&1 || true ;;
  *) echo "usage: dovecot.sh start FOLDER PORT | stop FOLDER" >&2; exit 2 ;;
esac
