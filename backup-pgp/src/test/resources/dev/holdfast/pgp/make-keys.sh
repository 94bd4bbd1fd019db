#!/bin/sh
# Made the keys beside it, with GnuPG 2.2. They are of the year 2020, so that tests may choose what has expired.
set -eu
out=$(cd "$(dirname "$0")" && pwd)
GNUPGHOME=$(mktemp -d /tmp/hfXXXX)
export GNUPGHOME
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT

gpg_at() {
    day=$1
    shift
    gpg --quiet --batch --yes --no-tty --pinentry-mode loopback --trust-model always --passphrase '' \
        --faked-system-time "${day}T000000!" "$@"
}
talk() { # answers on stdin
    day=$1
    shift
    gpg --quiet --yes --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time "${day}T000000!" \
        --command-fd 0 --status-fd 2 "$@" 2>"$GNUPGHOME/talk.log"
}
fingerprint() { gpg --with-colons --list-keys "$1" | awk -F: '/^fpr/ {print $10; exit}'; }
public() { gpg --export --armor "$1@example.org" >"$out/$2.asc"; }
secret() { gpg_at 20200101 --export-secret-keys --armor "$1@example.org" >"$out/$2-secret.asc"; }

# a primary key that certifies, subkeys to sign and to encrypt
gpg_at 20200101 --quick-generate-key good@example.org ed25519 cert never
fpr=$(fingerprint good@example.org)
gpg_at 20200101 --quick-add-key "$fpr" ed25519 sign never
gpg_at 20200101 --quick-add-key "$fpr" cv25519 encrypt never
public good good
secret good good
# ... with the encryption subkey replaced in 2021
gpg_at 20210101 --quick-add-key "$fpr" cv25519 encrypt never
public good two-subkeys
# ... with the older one revoked
printf 'key 2\nrevkey\ny\n3\n\ny\nsave\n' | talk 20210201 --edit-key "$fpr"
public good revoked-subkey
# ... and the newer one too
printf 'key 3\nrevkey\ny\n3\n\ny\nsave\n' | talk 20210301 --edit-key "$fpr"
public good revoked-subkeys
# ... and superseded as a whole
printf 'y\n2\n\ny\n' | talk 20220101 --output "$GNUPGHOME/soft.rev" --gen-revoke "$fpr"
gpg_at 20220101 --import "$GNUPGHOME/soft.rev"
public good superseded
# ... and revoked for good
sed 's/^:-----/-----/' "$GNUPGHOME/openpgp-revocs.d/$fpr.rev" | gpg_at 20220201 --import
public good revoked

gpg_at 20200101 --quick-generate-key expired@example.org ed25519 cert,sign 1y
fpr=$(fingerprint expired@example.org)
gpg_at 20200101 --quick-add-key "$fpr" cv25519 encrypt never
public expired expired
secret expired expired
gpg_at 20201201 --quick-set-expire "$fpr" 5y
public expired extended
secret expired extended

gpg_at 20200101 --quick-generate-key subkey@example.org ed25519 cert,sign never
gpg_at 20200101 --quick-add-key "$(fingerprint subkey@example.org)" cv25519 encrypt 1y
public subkey expired-subkey

gpg_at 20200101 --quick-generate-key signonly@example.org ed25519 cert,sign never
public signonly sign-only
secret signonly sign-only

printf '%s\n' %no-protection 'Key-Type: RSA' 'Key-Length: 1024' 'Subkey-Type: RSA' 'Subkey-Length: 1024' \
    'Name-Email: weak@example.org' %commit | gpg_at 20200101 --generate-key
public weak weak
printf '%s\n' %no-protection 'Key-Type: DSA' 'Key-Length: 2048' 'Subkey-Type: ELG-E' 'Subkey-Length: 2048' \
    'Name-Email: elgamal@example.org' %commit | gpg_at 20200101 --generate-key
public elgamal elgamal
printf '%s\n' %no-protection 'Key-Type: RSA' 'Key-Length: 2048' 'Key-Usage: sign' 'Subkey-Type: ELG-E' \
    'Subkey-Length: 2048' 'Name-Email: elgsub@example.org' %commit | gpg_at 20200101 --generate-key
public elgsub elgamal-subkey

# a key that another one may revoke, and has revoked
gpg_at 20200101 --quick-generate-key revoker@example.org ed25519 cert,sign never
public revoker revoker
gpg_at 20200101 --quick-generate-key revocable@example.org ed25519 cert,sign never
fpr=$(fingerprint revocable@example.org)
gpg_at 20200101 --quick-add-key "$fpr" cv25519 encrypt never
printf 'addrevoker\n%s\ny\nsave\n' "$(fingerprint revoker@example.org)" | talk 20200101 --edit-key "$fpr"
public revocable revocable
secret revocable revocable
printf 'y\n1\n\ny\n' | talk 20210601 --output "$GNUPGHOME/by-revoker.rev" --local-user revoker@example.org \
    --desig-revoke "$fpr"
gpg_at 20210601 --import "$GNUPGHOME/by-revoker.rev"
public revocable revoked-by-revoker

# under the passphrase "right"; with few rounds, which otherwise take most of the time of the tests
printf 's2k-count 65536\n' >"$GNUPGHOME/gpg-agent.conf"
gpgconf --reload gpg-agent
gpg_at 20200101 --passphrase right --quick-generate-key locked@example.org ed25519 cert,sign never
gpg_at 20200101 --passphrase right --quick-add-key "$(fingerprint locked@example.org)" cv25519 encrypt never
public locked locked
gpg_at 20200101 --passphrase right --export-secret-keys --armor locked@example.org >"$out/locked-secret.asc"

gpg --export --armor expired@example.org subkey@example.org >"$out/ring.asc"
