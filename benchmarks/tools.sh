# shellcheck shell=bash disable=SC2034,SC2154
# What benchmarks/compare knows of each tool. A function `with_TOOL STEP` sets `command` and, where it matters, the
# `directory` to start it in. It finds: tool, repository, state (cache directory), source, restored, one (a path below
# the source), newest (the last backup step). Variants share their tool's function.
# With --s3 each store is a bucket of the server at $endpoint.
all_tools=(holdfast holdfast-archive restic borg borg-zstd duplicity duplicity-plain)

# holdfast-archive starts with an archive of the classes that a backup without changes needs (docs/command.md, quicker start).
with_holdfast() {
    local start url=file://$repository at=()
    read -ra start <<<"$holdfast"
    [[ -z $s3 ]] || url=s3://$store/backup at=(--s3-endpoint-url "$endpoint" --s3-path-style)
    if [[ $tool == holdfast-archive ]]; then
        [[ $1 != prepare ]] || archive_classes
        start=("${start[0]}" "-XX:SharedArchiveFile=$work/classes.jsa" -Xlog:disable "${start[@]:1}")
    fi
    case $1 in
        full | unchanged | changed)
            command=("${start[@]}" backup "${at[@]}" --encrypt-key "$work/public.asc" --archive-dir "$state" "$source" "$url") ;;
        list) command=("${start[@]}" list "${at[@]}" --secret-key "$work/secret.asc" --archive-dir "$state" "$url") ;;
        one) command=("${start[@]}" restore "${at[@]}" --secret-key "$work/secret.asc" --archive-dir "$state"
            --file-to-restore "$one" "$url" "$restored/$one") ;;
        all) command=("${start[@]}" restore "${at[@]}" --secret-key "$work/secret.asc" --archive-dir "$state" "$url" "$restored") ;;
        check) command=("${start[@]}" verify "${at[@]}" --data --secret-key "$work/secret.asc" --archive-dir "$state" "$url") ;;
    esac
}

# Two backups of the benchmark's own directory; the second leaves the archive behind.
archive_classes() {
    local backup=(backup "${at[@]}" --encrypt-key "$work/public.asc" --archive-dir "$state" "$here/src" "${url/$store/classes}")
    mkdir -p "$work/repository/classes"
    "${start[@]}" "${backup[@]}" >/dev/null
    "${start[0]}" "-XX:ArchiveClassesAtExit=$work/classes.jsa" "${start[@]:1}" "${backup[@]}" >"$work/logs/classes.log" 2>&1
}

# --compression auto, the default, is zstd at its default level.
with_restic() {
    local start=(restic --repo "$repository" --cache-dir "$state")
    [[ -z $s3 ]] || start=(restic --repo "s3:$endpoint/$store/backup" -o s3.bucket-lookup=path --cache-dir "$state")
    case $1 in
        prepare) command=("${start[@]}" init) ;;
        full | unchanged | changed) directory=$source command=("${start[@]}" backup --quiet --compression auto .) ;;
        list) command=("${start[@]}" ls latest) ;;
        one) command=("${start[@]}" restore latest --target "$restored" --include "/$one") ;;
        all) command=("${start[@]}" restore latest --target "$restored") ;;
        check) command=("${start[@]}" check --read-data) ;;
    esac
}

# SHA-256 with the processor's instructions is borg's quickest mode, without them BLAKE2 is.
with_borg() {
    local mode=repokey-blake2 compression=lz4
    grep -qw sha_ni /proc/cpuinfo && mode=repokey
    [[ $tool == borg-zstd ]] && compression=zstd,3
    export BORG_BASE_DIR=$state
    case $1 in
        prepare) command=(borg init --encryption "$mode" "$repository") ;;
        full | unchanged | changed)
            directory=$source command=(borg create --compression "$compression" "$repository::$1" .) ;;
        list) command=(borg list "$repository::$newest") ;;
        one) directory=$restored command=(borg extract "$repository::$newest" "$one") ;;
        all) directory=$restored command=(borg extract "$repository::$newest") ;;
        check) command=(borg check --verify-data "$repository") ;;
    esac
}

with_duplicity() {
    local url=file://$repository options=(--archive-dir "$state")
    [[ -z $s3 ]] || url=boto3+s3://$store/backup options+=(--s3-endpoint-url "$endpoint" --s3-region-name "$AWS_REGION")
    local backup=("${options[@]}" --encrypt-key "$key")
    [[ $tool == duplicity-plain ]] && backup+=(--gpg-options --compress-algo=none)
    case $1 in
        full) command=(duplicity full "${backup[@]}" "$source" "$url") ;;
        unchanged | changed) command=(duplicity incremental "${backup[@]}" "$source" "$url") ;;
        list) command=(duplicity list-current-files "${options[@]}" "$url") ;;
        one) command=(duplicity restore "${options[@]}" --file-to-restore "$one" "$url" "$restored/$one") ;;
        all) command=(duplicity restore "${options[@]}" "$url" "$restored") ;;
        check) command=(duplicity verify "${options[@]}" "$url" "$source") ;;
    esac
}

chosen() {
    [[ " ${tools[*]}" == *" $1"* ]]
}

# s3proxy over $work/repository, where a bucket is a directory, and the relay before it.
start_s3() {
    local top port=18333 classes=$work/relay
    top=$(dirname "$here")
    [[ -f $top/backup-s3/target/classpath ]] ||
        refuse "backup-s3/target/classpath is missing; docs/benchmarks.md says how to make it"
    endpoint=http://127.0.0.1:$((port + 1))
    export AWS_ACCESS_KEY_ID=benchmark AWS_SECRET_ACCESS_KEY=benchmark AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
    export AWS_REQUEST_CHECKSUM_CALCULATION=when_required AWS_RESPONSE_CHECKSUM_VALIDATION=when_required
    mkdir -p "$work/repository" "$classes"
    printf '%s\n' "s3proxy.endpoint=http://127.0.0.1:$port" s3proxy.authorization=none jclouds.provider=filesystem-nio2 \
        "jclouds.filesystem.basedir=$work/repository" >"$work/s3proxy.properties"
    java -cp "$(<"$top/backup-s3/target/classpath")" org.gaul.s3proxy.Main --properties "$work/s3proxy.properties" \
        >"$work/logs/s3proxy.log" 2>&1 &
    s3_server=$!
    javac -d "$classes" -sourcepath "$here/src/main/java:$top/backup-api/src/test/java" \
        "$here/src/main/java/dev/holdfast/benchmarks/S3Relay.java"
    coproc S3_RELAY { exec java -cp "$classes" dev.holdfast.benchmarks.S3Relay $((port + 1)) "http://127.0.0.1:$port" 2>"$work/logs/relay.log"; }
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && (exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null; do
        kill -0 "$s3_server" || refuse "s3proxy did not start, see $work/logs/s3proxy.log"
        sleep 0.2
    done
}

stop_s3() {
    [[ -z ${S3_RELAY_PID-} ]] || kill "$S3_RELAY_PID"
    [[ -z ${s3_server-} ]] || kill "$s3_server"
}

# network STEP: what the relay does during a step; counting starts anew.
network() {
    [[ $1 == bad ]] && echo 'bad 50 100' >&"${S3_RELAY[1]}" || echo good >&"${S3_RELAY[1]}"
    counted >/dev/null
}

# Requests, bytes up, bytes down since the last time.
counted() {
    local line
    echo count >&"${S3_RELAY[1]}"
    read -r line <&"${S3_RELAY[0]}"
    echo "$line"
}

# Installs from Debian what the chosen tools need and the machine lacks.
install_tools() {
    local packages=() pair sudo=()
    local wanted=(/usr/bin/time:time gpg:gnupg diff:diffutils)
    for tool in "${tools[@]}"; do
        case $tool in
            restic) wanted+=(restic:restic) ;;
            borg*) wanted+=(borg:borgbackup) ;;
            duplicity*) wanted+=(duplicity:duplicity) ;;
        esac
    done
    [[ -z $s3 ]] || ! chosen duplicity || /usr/bin/python3 -c 'import boto3' 2>/dev/null || packages+=(python3-boto3)
    for pair in "${wanted[@]}"; do
        [[ -n $(type -P "${pair%:*}") ]] || packages+=("${pair#*:}")
    done
    ((${#packages[@]})) || return 0
    ((EUID == 0)) || sudo=(sudo)
    echo "installing: ${packages[*]}"
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
}

# One OpenPGP key pair without a passphrase (RSA 3072, GnuPG's default) for duplicity and Holdfast; a password for the others.
make_keys() {
    keyring=$(mktemp -d /tmp/gpg-XXXXXX) # a short path: the agent's socket lies in it
    export GNUPGHOME=$keyring PASSPHRASE='' BORG_PASSPHRASE=benchmark RESTIC_PASSWORD=benchmark
    {
        gpg --batch --passphrase '' --quick-generate-key 'Benchmark <benchmark@example.org>' rsa3072 default never
        key=$(gpg --batch --with-colons --list-keys | awk -F: '$1 == "fpr" && !found { print $10; found = 1 }')
        gpg --batch --passphrase '' --quick-add-key "$key" rsa3072 encr never
        gpg --batch --armor --export "$key" >"$work/public.asc"
        gpg --batch --armor --export-secret-keys "$key" >"$work/secret.asc"
    } 2>"$work/logs/keys.log"
}

# The paragraph above the tables: what ran where.
describe_run() {
    local versions=() chosen=" ${tools[*]}"
    [[ $chosen == *' holdfast'* ]] &&
        versions+=("Holdfast $(git -C "$here" describe --always --dirty 2>/dev/null) on Java $(java -version 2>&1 | awk -F'"' 'NR == 1 { print $2 }')")
    [[ $chosen == *' restic'* ]] && versions+=("$(restic version | awk '{ print $1, $2 }')")
    [[ $chosen == *' borg'* ]] && versions+=("$(borg --version)")
    [[ $chosen == *' duplicity'* ]] &&
        versions+=("$(duplicity --version | awk '{ print $1, $2; exit }')" "GnuPG $(gpg --version | awk '{ print $3; exit }')")
    local what="generated workload at scale $scale"
    [[ -z $tree ]] || what="$source"
    what+=" ($(find "$source" -type f | wc -l) files, $(bytes_below "$source" | awk '{ printf "%.0f", $1 / 1e6 }') MB)"
    echo "Source: $what. Rounds: $rounds, medians. Date: $(date -u +%F)."
    echo
    echo "Machine: $(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo), $(nproc) cores," \
        "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB RAM, $(. /etc/os-release && echo "$PRETTY_NAME")," \
        "Linux $(uname -r), $(df --output=fstype "$work" | tail -n 1)."
    echo
    printf 'Versions: %s' "${versions[0]}"
    ((${#versions[@]} == 1)) || printf ', %s' "${versions[@]:1}"
    printf '.\n'
}
