#!/usr/bin/env bash
# postfix.sh start FOLDER PORT LMTP-PORT | stop FOLDER : a Postfix of its own on loopback, for the tests, beside whatever the machine runs. Mail for
# one office goes on by LMTP, for another into its Maildir; applicants of example.vn have Maildirs here too; what is for noi-khac.example is taken
# over and found undeliverable afterwards. Nothing leaves the machine.
# Prints the SHA-256 of its certificate. Postfix starts as root only.
set -euo pipefail
action=${1:-} folder=${2:-} port=${3:-} lmtp=${4:-}
[ -n "$folder" ] || { echo "usage: postfix.sh start FOLDER PORT LMTP-PORT | stop FOLDER" >&2; exit 2; }

start() {
  [ "$(id -u)" = 0 ] || { echo "Postfix starts as root only." >&2; exit 1; }
  command -v postfix >/dev/null || { echo "Postfix is not installed." >&2; exit 1; }
  mkdir -p "$folder"/{etc,queue,data} "$folder"/maildirs/{offices,people}
  chmod 755 "$folder" "$folder"/{etc,queue}
  chown postfix: "$folder/data"
  chown -R nobody: "$folder/maildirs"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$folder/etc/key.pem" -out "$folder/etc/certificate.pem" 2>/dev/null
  cat >"$folder/etc/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $folder/queue
data_directory = $folder/data
maillog_file = $folder/mail.log
maillog_file_prefixes = $folder
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example.vn
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_cert_file = $folder/etc/certificate.pem
smtpd_tls_key_file = $folder/etc/key.pem
smtpd_tls_security_level = may
virtual_mailbox_domains = moj.gov.vn, example.vn
virtual_mailbox_maps = texthash:$folder/etc/mailboxes
virtual_mailbox_base = $folder/maildirs
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
virtual_minimum_uid = 100
transport_maps = texthash:$folder/etc/transport
default_transport = error:nothing leaves this machine
lmtp_destination_recipient_limit = 50
message_size_limit = 60000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
CF
  cat >"$folder/etc/mailboxes" <<CF
htttycthanamdinh@moj.gov.vn lmtp
htttycthahanoi@moj.gov.vn offices/htttycthahanoi@moj.gov.vn/
lan@example.vn people/lan@example.vn/
CF
  cat >"$folder/etc/transport" <<CF
htttycthanamdinh@moj.gov.vn lmtp:inet:127.0.0.1:$lmtp
noi-khac.example lmtp:inet:127.0.0.1:$lmtp
CF
  { echo "127.0.0.1:$port inet n - n - - smtpd"; grep -E '^(pickup|cleanup|qmgr|tlsmgr|rewrite|bounce|defer|trace|verify|flush|proxymap|proxywrite|smtp|relay|showq|error|retry|discard|virtual|lmtp|anvil|scache|postlog) +unix' /usr/share/postfix/master.cf.dist | sed -E 's/^([a-z]+ +(unix|fifo|unix-dgram) +[-ny]+ +[-ny]+ +)[-y]/\1n/'; } >"$folder/etc/master.cf"
  postfix -c "$folder/etc" start >"$folder/start.log" 2>&1 || { cat "$folder/start.log" >&2; exit 1; }
  openssl x509 -in "$folder/etc/certificate.pem" -outform der | sha256sum | cut -d' ' -f1
}

case $action in
  start) start ;;
  stop) [ ! -f "$folder/etc/main.cf" ] || postfix -c "$folder/etc" stop >/dev/null 2>&1 || true ;;
  *) echo "usage: postfix.sh start FOLDER PORT LMTP-PORT | stop FOLDER" >&2; exit 2 ;;
esac
