#!/bin/bash
# Restores a whole snapshot of a Holdfast repository without Holdfast.
#
#   restore-by-hand.sh REPOSITORY_DIR DEST [SNAPSHOT_ID]
#
# REPOSITORY_DIR is a copy of the repository in a directory; DEST must not exist or be empty; without SNAPSHOT_ID the
# newest snapshot is restored. Needs bash 4.4, jq 1.6, gpg 2.2 (unless the cipher is "none"), zstd (unless the archive
# format is "stored"), GNU coreutils and findutils; setfattr for extended attributes and ACLs. The secret key is taken from
# the user's key ring ($GNUPGHOME). Run as root, it also restores owners (by number), devices and privileged attributes.
#
# Environment:
#   SIGNER    40 hex digits: refuse a snapshot that is not signed by this key (fingerprint of the primary key)
#   GPG_OPTS  further options for gpg, such as "--pinentry-mode loopback --passphrase-file FILE"
#   TMPDIR    where to keep the opened listing, some 500 bytes for each file, and one block; in clear while this runs
#
# Exit code: 0 all is restored; 1 something could not be restored, said on stderr; 2 the repository is damaged or unknown.
#
# How the format works is said in format.md, and how to do this step by step in restore-without-holdfast.md.
set -euo pipefail
export LC_ALL=C
umask 077

say() { printf '%s\n' "$*" >&2; }
die() { say "restore-by-hand: $*"; exit 2; }
incomplete=0
notice() { say "notice: $*"; incomplete=1; }

[ $# -ge 2 ] && [ $# -le 3 ] || die "usage: restore-by-hand.sh REPOSITORY_DIR DEST [SNAPSHOT_ID]"
repository=$(cd -- "$1" && pwd -P)
mkdir -p -- "$2"
destination=$(cd -- "$2" && pwd -P)
wanted=${3:-}
# Symbolic links that lie in the destination would lead elsewhere, so there must be nothing.
[ -z "$(ls -A -- "$destination")" ] || die "$destination is not empty"

tmp=$(mktemp -d)
trap 'rm -rf -- "$tmp"' EXIT
mkdir "$tmp/pages" "$tmp/chunks"

# ---------------------------------------------------------------------------------------------------------------------
# What jq shares. Everything that reaches the shell was checked here: numbers are digits, keys and hashes have their form,
# paths stay below the destination. Names become one field that printf '%b' turns into their bytes: a backslash is doubled,
# and a name in base64 has each of its bytes as \xHH.
cat > "$tmp/lib.jq" <<'JQ'
def refuse($what): error("refused: " + $what);
def number:
  if type == "number" and . >= 0 and . == floor then tostring
  elif type == "string" and test("\\A[0-9]{1,18}\\z") then .
  else refuse("not a number: " + tojson) end;
def form($regex): if type == "string" and test("\\A(" + $regex + ")\\z") then . else refuse("\(tojson) is not \($regex)") end;
def hash: form("[0-9a-f]{64}");
def writer: "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}";
def time: form("-?[0-9]{1,15}[.][0-9]{9}");
def padded: ("0000000000" + .)[-10:];
# The logical name of a block, with ten digits so that it sorts: data/<writer>/0000000012
def block($stream): form(writer + "/[0-9]{1,10}") | split("/") | $stream + "/" + .[0] + "/" + (.[1] | padded);
# Where a chunk is: block, offset, length, hash
def place($stream): [(.block | block($stream)), (.offset | number), (.length | number), (.sha256 | hash)];

def sextet:
  if . >= 65 and . <= 90 then . - 65 elif . >= 97 and . <= 122 then . - 71 elif . >= 48 and . <= 57 then . + 4
  elif . == 43 then 62 elif . == 47 then 63 else refuse("base64") end;
def unbase64:
  [rtrimstr("=") | rtrimstr("=") | explode[] | sextet] as $s
  | [range(0; $s | length * 6 / 8 | floor) as $i | ($i * 8 / 6 | floor) as $j
     | if $i % 3 == 0 then $s[$j] * 4 + ($s[$j + 1] / 16 | floor)
       elif $i % 3 == 1 then ($s[$j] % 16) * 16 + ($s[$j + 1] / 4 | floor)
       else ($s[$j] % 4) * 64 + $s[$j + 1] end];
def hex: "0123456789abcdef" as $d | $d[(. / 16 | floor):(. / 16 | floor) + 1] + $d[. % 16:. % 16 + 1];
def bytes($member):
  if has($member) then .[$member] | explode else .[$member + "64"] | unbase64 end
  | if any(.[]; . == 0) then refuse("a name with NUL") else . end;
def escaped($member):
  if has($member) then .[$member] | if explode | any(.[]; . < 32 or . == 127) then refuse("control character") else . end
    | split("\\") | join("\\\\")
  else .[$member + "64"] | unbase64 | if any(.[]; . == 0) then refuse("NUL") else . end | map("\\x" + hex) | join("") end;
def path($member):
  if (bytes($member) | implode) as $p | $p != "" and ($p | split("/") | any(.[]; . == "" or . == "." or . == ".."))
  then refuse("a path that is not below the root: " + tojson) else escaped($member) end;
JQ
# query FILTER [ARGUMENT…]: prints rows of fields separated by tabs
query() { local filter=$1; shift; jq -r -L "$tmp" "include \"lib\"; $filter | join(\"\\t\")" "$@"; }

# ---------------------------------------------------------------------------------------------------------------------
# Clear objects.

# check SHA256 FILE: refuses a file of another hash
check() { sha256sum --status -c <<< "$1  $2" || die "$2 is damaged: expected SHA-256 $1"; }

# known FILE FORMAT: refuses other formats and newer versions
known() {
    local version
    version=$(jq -r --arg format "$2" 'if .format == $format then .version else "no" end' "$1") || die "$1 is no $2"
    [ "$version" != no ] || die "$1 is no $2"
    [ "$version" = 1 ] || die "$1 has version $version of the format; this script knows version 1"
}

# items FILE MEMBER: the items of a list, one a line, those in pages first
items() {
    jq -c ".$2.pages // [] | .[]" "$1" > "$tmp/refs"
    expand "$tmp/refs" 6
    jq -c ".$2.items // [] | .[]" "$1"
}
expand() {
    local sha256 level refs=$tmp/refs.$2
    [ "$2" -gt 0 ] || die "the pages of a list are nested too deeply"
    query '[(.sha256 | hash), (.level // 0 | number)]' "$1" > "$refs"
    while read -r sha256 level <&7; do
        check "$sha256" "$repository/pages/$sha256"
        if [ "$level" -eq 0 ]; then cat "$repository/pages/$sha256"; else expand "$repository/pages/$sha256" $(($2 - 1)); fi
    done 7< "$refs"
}

# The head is the first key of log/, for numbers count downwards.
head=$(ls -- "$repository/log" | grep -E '^[0-9]{12}$' | sort | sed -n 1p) || true
[ -n "$head" ] || die "$repository is no Holdfast repository: there is no record in log/"
head=$repository/log/$head
known "$head" holdfast-record
say "head: record $(jq '.number' "$head"), SHA-256 $(sha256sum < "$head" | cut -c1-64)"

# The roster names the snapshots; what it does not name does not exist.
items "$head" snapshots > "$tmp/roster"
query '[(.snapshot | form(writer)), (.manifest | form("manifests/" + writer + "/[0-9]+")), (.sha256 | hash),
    (.kind | form("full|incremental")), (.time | time), (.partial // false | tostring)]' "$tmp/roster" > "$tmp/roster.tsv"
line=$(awk -F '\t' -v id="$wanted" '(id == "" && $6 == "false") || $1 == id { found = $0 } END { print found }' "$tmp/roster.tsv")
[ -n "$line" ] || die "there is no snapshot ${wanted:-at all}; there are: $(cut -f 1 "$tmp/roster.tsv" | tr '\n' ' ')"
IFS=$'\t' read -r snapshot manifest sha256 kind began partial <<< "$line"
[ "$partial" = false ] || die "$snapshot is the state of an unfinished run, no snapshot"
say "snapshot: $snapshot, $kind, begun $(date -u -d "@$began" '+%F %T UTC')"

manifest=$repository/$manifest
check "$sha256" "$manifest"
known "$manifest" holdfast-manifest
[ "$(jq -r .repository "$manifest")" = "$(jq -r .repository "$head")" ] || die "$manifest is of another repository"
[ "$(jq -r .snapshot "$manifest")" = "$snapshot" ] || die "$manifest is of another snapshot"
cipher=$(jq -r .cipher "$manifest")
archive=$(jq -r .archive "$manifest")
[[ $cipher = openpgp || $cipher = none ]] || die "unknown cipher $cipher"
[[ $archive = zstd || $archive = stored ]] || die "unknown archive format $archive"

signer=
if [ -e "$manifest.sig" ] && command -v gpg > /dev/null; then
    if gpg ${GPG_OPTS:-} --batch --quiet --status-fd 3 --verify "$manifest.sig" "$manifest" 3> "$tmp/status" 2> "$tmp/gpg"; then
        # gpg takes signatures for good whose key was revoked, whenever, or had expired before it signed.
        read -r signer fault <<< "$(awk '
            $2 == "VALIDSIG" { signer = $NF; made = $5 }
            $2 == "KEYEXPIRED" && (!end || $3 < end) { end = $3 }
            $2 == "REVKEYSIG" { fault = "was revoked" }
            END {
                if (!fault && end && made >= end) fault = "had expired before"
                print signer, fault
            }' "$tmp/status")"
        say "signed by $signer${fault:+, but that key $fault}"
        [ -z "$fault" ] || signer=
    elif grep -q '^\[GNUPG:\] BADSIG' "$tmp/status"; then
        die "the signature of $manifest is bad"
    else
        say "signed, but not verified: $(grep -v '^gpg: Signature made' "$tmp/gpg" | head -n 1)"
    fi
fi
[ -z "${SIGNER:-}" ] || [ "$signer" = "${SIGNER^^}" ] || die "the snapshot is not signed by $SIGNER"

# ---------------------------------------------------------------------------------------------------------------------
# Where each block lies: places.tsv has lines of block, volume, offset, length, hash, content's length.

items "$manifest" needed > "$tmp/needed"
items "$head" moves > "$tmp/moves"
section='(.inventory | [(.key | form("inventories/" + writer + "/[0-9]+")), (.offset | number), (.length | number), (.sha256 | hash)])'
volume='form("(data|catalog)/" + writer + "/[0-9]{8}")'
query "[(.volume | $volume), (.volume | split(\"/\")[:2] | join(\"/\")), (.first | number), \"0\", (.blocks | number)] + $section" \
    "$tmp/needed" > "$tmp/uses"
# Moves come behind, so that they win.
query "[(.volume | $volume), (.blocks | form(\"(data|catalog)/\" + writer)), (.first | number), (.at | number), (.count | number)]
    + $section" "$tmp/moves" >> "$tmp/uses"

# Where all blocks of an inventory were moved, it is gone with its volumes.
: > "$tmp/gone"
while IFS=$'\t' read -r volume stream first at count key offset length sha256; do
    if [ ! -e "$repository/$key" ]; then
        printf '%s\n' "$key" >> "$tmp/gone"
        continue
    fi
    printf '["use","%s","%s",%s,%s,%s]\n' "$volume" "$stream" "$first" "$at" "$count"
    tail -c +$((offset + 1)) -- "$repository/$key" | head -c "$length" > "$tmp/section" || true
    check "$sha256" "$tmp/section"
    cat "$tmp/section"
done < "$tmp/uses" > "$tmp/sections"
# A line of a use, a line of the volume, its blocks; the first number of a block in its stream is "first" for block "at".
query 'foreach inputs as $line ({};
      if $line | type == "array" then {use: $line}
      elif $line | has("volume") then
        if $line.volume == .use[1] then . + {block: 0, offset: 0} else refuse("section of another volume") end
      else {use, block: (.block + 1), offset: (.offset + .length), length: ($line.length | number | tonumber), line: $line} end;
      .use as $use | select(.line and .block > $use[4] and .block <= $use[4] + $use[5])
      | [$use[2] + "/" + ($use[3] + .block - 1 - $use[4] | tostring | padded), $use[1],
         (.offset | tostring), (.length | tostring), (.line.sha256 | hash), (.line.content | number)])' \
    -n "$tmp/sections" | sort -s -t $'\t' -k 1,1 |
    awk -F '\t' '$1 != name { if (NR > 1) print line } { name = $1; line = $0 } END { if (NR > 0) print line }' > "$tmp/places.tsv"

# ---------------------------------------------------------------------------------------------------------------------
# Blocks. Each is one OpenPGP message (gpg refuses several in one stream) around a zstd frame.

# All blocks of a writer and purpose have one session key. gpg finds it with the secret key once, and is given it afterwards.
declare -A session
learn() {
    gpg ${GPG_OPTS:-} --batch --quiet --status-fd 3 --show-session-key --output "$tmp/plain" --yes --decrypt "$tmp/sealed" \
        3> "$tmp/status" 2> "$tmp/gpg" || die "gpg cannot open a block of $1: $(cat "$tmp/gpg")"
    session[$1]=$(awk '$2 == "SESSION_KEY" { print $3 }' "$tmp/status")
}
decrypt() {
    local purpose=${1%/*}
    if [ "$cipher" = none ]; then
        mv -f "$tmp/sealed" "$tmp/plain"
    elif [ -z "${session[$purpose]:-}" ]; then
        learn "$purpose"
    else
        # From a descriptor, for arguments can be seen by everybody.
        gpg --batch --quiet --no-keyring --override-session-key-fd 4 --output "$tmp/plain" --yes --decrypt "$tmp/sealed" \
            4<<< "${session[$purpose]}" 2> "$tmp/gpg" || learn "$purpose"
    fi
}

# Drops the skippable frames: the last before the content is the chunk directory, magic number 5C 2A 4D 18.
unstore() {
    local at=0 magic size
    while read -r magic size < <(od -A n -t u4 --endian=little -j "$at" -N 8 "$tmp/plain"); do
        [ $((magic & 0xfffffff0)) -eq $((0x184d2a50)) ] || die "a block has no chunk directory"
        at=$((at + 8 + size))
        [ "$magic" -ne $((0x184d2a5c)) ] || break
    done
    tail -c +$((at + 1)) "$tmp/plain" > "$tmp/content"
}

# open BLOCK VOLUME OFFSET LENGTH SHA256 CONTENT_LENGTH: leaves the content in $tmp/content
open() {
    dd if="$repository/$2" of="$tmp/sealed" iflag=skip_bytes,count_bytes skip="$3" count="$4" bs=1M status=none ||
        die "cannot read the volume $2"
    sha256sum --status -c <<< "$5  $tmp/sealed" || die "block $1 is damaged: $4 bytes at $3 of the volume $2"
    decrypt "$1"
    if [ "$archive" = zstd ]; then
        zstd -q -d -f -o "$tmp/content" "$tmp/plain" || die "zstd cannot decompress block $1"
    else
        unstore
    fi
    [ "$(stat -c %s "$tmp/content")" = "$6" ] || die "block $1 has not the $6 bytes that the inventory says"
}

# fetch PLAN: writes chunks to their places. Lines of PLAN: block, number of the target in targets[], position in the target,
# offset in the block, length, hash, and "whole" where the chunk is all of the target. Each block is opened once, in order.
declare -a targets
fetch() {
    sort -t $'\t' -k 1,1 -k 2,2n -k 3,3n "$1" > "$tmp/plan"
    join -t $'\t' -v 1 "$tmp/plan" "$tmp/places.tsv" | cut -f 1 | uniq > "$tmp/lost"
    [ ! -s "$tmp/lost" ] || die "blocks that the manifest does not name, or whose inventory is missing: $(
        head -n 3 "$tmp/lost" | tr '\n' ' '; uniq "$tmp/gone" | head -n 3 | tr '\n' ' ')"
    local opened= block target position offset length sha256 whole volume at sealed hash content
    local -a cuts writes whole_files whole_hashes sums; local -A seen
    local from=0 into= start=0 size=0
    while IFS=$'\t' read -r block target position offset length sha256 whole volume at sealed hash content; do
        if [ "$block" != "$opened" ]; then
            [ -z "$opened" ] || write
            cuts=() writes=() whole_files=() whole_hashes=() sums=() seen=() into=
            open "$block" "$volume" "$at" "$sealed" "$hash" "$content"
            opened=$block
        fi
        if [ "$whole" = whole ]; then
            whole_files+=("${targets[target]}")
            whole_hashes+=("$sha256")
        elif [ -z "${seen[$offset:$length:$sha256]:-}" ]; then
            seen[$offset:$length:$sha256]=1
            cuts+=("of=$tmp/chunks/${#sums[@]}" "skip=$offset" "count=$length" "seek=0")
            sums+=("$sha256  $tmp/chunks/${#sums[@]}")
        fi
        # What follows itself both in the block and in the file is written at once.
        if [ "$into" = "$target" ] && [ $((start + size)) -eq "$position" ] && [ $((from + size)) -eq "$offset" ]; then
            size=$((size + length))
        else
            run
            into=$target from=$offset start=$position size=$length
        fi
    done < <(join -t $'\t' "$tmp/plan" "$tmp/places.tsv")
    [ -z "$opened" ] || write
}
run() { [ -z "$into" ] || writes+=("of=${targets[into]}" "skip=$from" "count=$size" "seek=$start"); }
copy() {
    xargs -0 -r -n 4 dd if="$tmp/content" bs=256K iflag=skip_bytes,count_bytes oflag=seek_bytes conv=notrunc status=none
}
write() {
    run
    if [ ${#sums[@]} -gt 0 ]; then
        # Cut out and checked before a byte of them is written.
        find "$tmp/chunks" -type f -delete
        printf '%s\0' "${cuts[@]}" | copy || die "cannot cut block $opened"
        printf '%s\n' "${sums[@]}" | sha256sum --status -c || die "a chunk in block $opened is not what the catalog says"
    fi
    printf '%s\0' "${writes[@]}" | copy || die "cannot write the content of block $opened"
    if [ ${#whole_files[@]} -gt 0 ]; then
        printf '%s\0' "${whole_files[@]}" | xargs -0 sha256sum -b -z | cut -z -c 1-64 | tr '\0' '\n' > "$tmp/found"
        cmp -s "$tmp/found" <(printf '%s\n' "${whole_hashes[@]}") ||
            die "a file's content in block $opened is not what the catalog says"
    fi
}

# ---------------------------------------------------------------------------------------------------------------------
# The catalog: root, then trees of pages.

# pages LIST: fetches the pages that lines of owner, level, block, offset, length, hash name, into files
# pages/<line>-<owner>-<level>, whose names go to page_files in the same order
pages() {
    local owner level block offset length sha256 n=0
    find "$tmp/pages" -type f -delete
    targets=()
    : > "$tmp/page_files"
    while IFS=$'\t' read -r owner level block offset length sha256; do
        targets[n]=$tmp/pages/$n-$owner-$level
        printf '%s\0' "${targets[n]}" >> "$tmp/page_files"
        printf '%s\t%s\t0\t%s\t%s\t%s\twhole\n' "$block" "$n" "$offset" "$length" "$sha256"
        n=$((n + 1))
    done < "$1" > "$tmp/page_plan"
    fetch "$tmp/page_plan"
}
# rows FILTER: one jq for many pages, whose file names say to whom they belong: $owner, $level
rows() {
    xargs -0 -r jq -r -L "$tmp" 'include "lib";
        (input_filename | split("/") | last | split("-") | map(tonumber)) as [$_, $owner, $level] | '"$1"' | join("\t")' \
        < "$tmp/page_files"
}
# leaves LIST: as pages, but goes down the trees; afterwards page_files names the leaf pages
tree='(.levels | number) as $levels | .pages[] | [$levels] + place("catalog")'
leaves() {
    local depth
    for depth in 0 1 2 3 4 5 6 7 8; do
        awk -F '\t' '$2 > 0 { deep = 1 } END { exit !deep }' "$1" || break
        # Leaf pages that stand in shallower trees wait; the others are replaced by what they name.
        awk -F '\t' '$2 > 0' "$1" > "$tmp/inner"
        pages "$tmp/inner"
        rows '[($owner | tostring), ($level - 1 | tostring)] + place("catalog")' > "$tmp/deeper"
        awk -F '\t' '$2 == 0' "$1" >> "$tmp/deeper"
        sort -s -t $'\t' -k 1,1n "$tmp/deeper" > "$1"
    done
    pages "$1"
}

query '[ "0", "0" ] + (.catalog | place("catalog"))' "$manifest" > "$tmp/list"
pages "$tmp/list"
root=$tmp/root
mv "$tmp"/pages/0-0-0 "$root"
known "$root" holdfast-catalog
[ "$(jq -r .snapshot "$root")" = "$snapshot" ] || die "the catalog is of another snapshot"

query ".listing | $tree | [\"0\"] + ." "$root" > "$tmp/list"
leaves "$tmp/list"
# entries.tsv has rows of several kinds, each with the entry's number, in path order:
#   E number type size mode uid gid mtime device kind-of-content target link path      an entry; "-" where there is nothing
#   C number hole or "-" block offset length hash                                      an item of its content
#   T number level block offset length hash                                            a page of its content
#   A number value name                                                                an extended attribute
#   P number 0 block offset length hash                                                its page of attributes
item='(if has("hole") then [(.hole | number)] else ["-"] + place("data") end)'
attribute='["0s" + (.value64 | form("[A-Za-z0-9+/]*={0,2}")), escaped("name")]'
xargs -0 -r cat < "$tmp/page_files" | query 'foreach inputs as $e (-1; . + 1; (. | tostring) as $n | $e
    | (["E", $n, (.type | form("file|directory|symlink|fifo|character|block")), (.size // 0 | number),
        (.mode // "-" | form("[0-7]{4}|-")),
        (if has("uid") then .uid | number else "-" end), (if has("gid") then .gid | number else "-" end),
        (.mtime // "-" | if . == "-" then . else time end), (.device // "-" | form("[0-9]{1,10}:[0-9]{1,10}|-")),
        (if .failed then "failed" elif .kept then "kept" else "-" end),
        (if .type == "symlink" then escaped("target") else "-" end),
        (if has("link") or has("link64") then path("link") else "-" end), path("path")]),
      (.content // [] | .[] | ["C", $n] + '"$item"'),
      (.contentPages // empty | '"$tree"' | ["T", $n] + .),
      (.attributes // [] | .[] | ["A", $n] + '"$attribute"'),
      (.attributesPage // empty | ["P", $n, "0"] + place("catalog")))' -n > "$tmp/entries.tsv"

# Content lists and attributes that have pages of their own.
rest() { awk -F '\t' -v kind="$1" '$1 == kind' "$tmp/entries.tsv" | cut -f 2-; }
rest C > "$tmp/items"
rest T > "$tmp/list"
if [ -s "$tmp/list" ]; then
    leaves "$tmp/list"
    rows "[(\$owner | tostring)] + $item" >> "$tmp/items"
fi
rest A > "$tmp/attributes"
rest P > "$tmp/list"
if [ -s "$tmp/list" ]; then
    pages "$tmp/list"
    rows "[(\$owner | tostring)] + $attribute" >> "$tmp/attributes"
fi

# ---------------------------------------------------------------------------------------------------------------------
# Directories and content first, into a tree without links.

declare -a type size mode owner mtime device path linked
rest E > "$tmp/entry_rows"
: > "$tmp/directories"; : > "$tmp/empty"
kept=0
while IFS=$'\t' read -r n kind bytes bits uid gid modified number state target link name; do
    printf -v name '%b' "$name"
    path[n]=$destination${name:+/$name}
    type[n]=$kind size[n]=$bytes mode[n]=$bits owner[n]=${uid#-}:${gid#-} mtime[n]=$modified device[n]=$number
    [ "$link" = - ] || linked[n]=$link
    case $state in
        failed) notice "it could not be read when the snapshot was made, so it has no content: ${path[n]@Q}"; type[n]=failed ;;
        kept) kept=$((kept + 1)) ;;
    esac
    case ${type[n]} in
        directory) printf '%s\0' "${path[n]}" >> "$tmp/directories" ;;
        file) [ "${size[n]}" -gt 0 ] || [ "$link" != - ] || printf '%s\0' "${path[n]}" >> "$tmp/empty" ;;
        symlink) printf -v linked[n] '%b' "$target" ;;
    esac
done < "$tmp/entry_rows"
[ $kept -eq 0 ] || say "$kept entries could not be read when the snapshot was made, and are as they were in an earlier one"
xargs -0 -r mkdir -p < "$tmp/directories"
xargs -0 -r truncate -s 0 < "$tmp/empty"

# Each item's position in its file is what lies before it.
current=
ended() {
    [ -z "$current" ] || [ "$position" -eq "${size[current]}" ] || die "${path[current]@Q} has not the content it should have"
}
sort -s -t $'\t' -k 1,1n "$tmp/items" > "$tmp/sorted_items"
while IFS=$'\t' read -r n hole block offset length sha256; do
    if [ "$n" != "$current" ]; then
        ended
        current=$n position=0 whole=-
    fi
    if [ "$hole" != - ]; then
        # Made sparse and of its full length, whether the hole is the last item or not.
        [ -e "${path[n]}" ] || truncate -s "${size[n]}" -- "${path[n]}"
        position=$((position + hole))
    else
        [ "$position" -gt 0 ] || [ "$length" -ne "${size[n]}" ] || whole=whole
        printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$block" "$n" "$position" "$offset" "$length" "$sha256" "$whole"
        position=$((position + length))
    fi
done < "$tmp/sorted_items" > "$tmp/content_plan"
ended
targets=()
for n in "${!path[@]}"; do targets[n]=${path[n]}; done
say "$(wc -l < "$tmp/entry_rows") entries, $(cut -f 1 "$tmp/content_plan" | sort -u | wc -l) blocks"
fetch "$tmp/content_plan"

# ---------------------------------------------------------------------------------------------------------------------
# Everything else. Symbolic links come after all that is written through paths.

for n in "${!path[@]}"; do
    case ${type[n]} in
        file)
            if [ -n "${linked[n]:-}" ]; then
                printf -v first '%b' "${linked[n]}"
                ln -P -T -- "$destination/$first" "${path[n]}" || notice "no hard link: ${path[n]@Q}"
                type[n]=link
            elif [ ! -f "${path[n]}" ]; then
                die "there is no content for ${path[n]@Q}"
            fi ;;
        fifo) mkfifo -- "${path[n]}" || notice "no fifo: ${path[n]@Q}" ;;
        character | block)
            mknod -- "${path[n]}" "${type[n]:0:1}" "${device[n]%:*}" "${device[n]#*:}" ||
                { notice "no device: ${path[n]@Q}"; type[n]=failed; } ;;
    esac
done
for n in "${!path[@]}"; do
    [ "${type[n]}" != symlink ] || ln -s -T -- "${linked[n]}" "${path[n]}" || notice "no symbolic link: ${path[n]@Q}"
done

# Owners before attributes and modes, for a change of owner takes privileges away; grouped, so that one call serves many.
# group GROUPS KEY PATH: appends the path to the file of its group, whose name it keeps in the array GROUPS
groups=0
group() {
    local -n names=$1
    [ -n "${names[$2]:-}" ] || names[$2]=$tmp/group.$((groups += 1))
    printf '%s\0' "$3" >> "${names[$2]}"
}
if [ "$(id -u)" -eq 0 ]; then
    declare -A by_owner
    for n in "${!path[@]}"; do
        case ${type[n]} in failed | link) ;; *) [ "${owner[n]}" = : ] || group by_owner "${owner[n]}" "${path[n]}" ;; esac
    done
    for key in "${!by_owner[@]}"; do
        xargs -0 -r chown -h -- "$key" < "${by_owner[$key]}" || notice "some owners are not restored"
    done
fi

if [ -s "$tmp/attributes" ]; then
    if command -v setfattr > /dev/null; then
        while IFS=$'\t' read -r n value name; do
            case ${type[n]} in failed | link) continue ;; esac
            printf -v name '%b' "$name"
            [ "$value" != 0s ] || value=
            setfattr -h -n "$name" -v "$value" -- "${path[n]}" || notice "attribute ${name@Q} is not restored: ${path[n]@Q}"
        done < "$tmp/attributes"
    else
        notice "extended attributes and ACLs are not restored, for there is no setfattr"
    fi
fi

# Modes and times: first of all that is no directory, then the directories' times, then their modes from below, since a
# mode may forbid to reach what lies below. A set-id bit without its owner would lend the rights of whoever restores.
at() {
    # "seconds.fraction", where the fraction counts forward; touch counts it away from zero.
    local seconds=${1%.*} fraction=${1#*.}
    if [ "${seconds:0:1}" = - ] && [ "$fraction" != 000000000 ]; then
        seconds=$((seconds + 1))
        printf -v fraction '%09d' $((1000000000 - 10#$fraction))
        [ "$seconds" -ne 0 ] || seconds=-0
    fi
    moment=@$seconds.$fraction
}
user=$(id -u)
declare -A by_mode
for n in "${!path[@]}"; do
    case ${type[n]} in failed | link | directory) continue ;; esac
    if [ "${type[n]}" != symlink ] && [ "${mode[n]}" != - ]; then
        [ "$user" -eq 0 ] || [ "${owner[n]%:*}" = "$user" ] || [ "${mode[n]:0:1}" -lt 2 ] ||
            { notice "set-id bits are not restored: ${path[n]@Q}"; mode[n]=$(((mode[n] / 1000) % 2))${mode[n]:1}; }
        group by_mode "${mode[n]}" "${path[n]}"
    fi
done
for key in "${!by_mode[@]}"; do
    xargs -0 -r chmod -- "$key" < "${by_mode[$key]}" || notice "some modes are not restored"
done
for n in "${!path[@]}"; do
    case ${type[n]} in failed | link) continue ;; esac
    # A directory without a mode only leads to a source; nothing is known of it.
    [ "${mtime[n]}" != - ] && [ "${type[n]}:${mode[n]}" != directory:- ] || continue
    at "${mtime[n]}"
    printf '%s\0' "$moment" "${path[n]}"
done | xargs -0 -r -n 2 touch -h -c -m -d || notice "some times are not restored"
for ((n = ${#path[@]} - 1; n >= 0; n--)); do
    [ "${type[n]}" = directory ] && [ "${mode[n]}" != - ] || continue
    printf '%s\0' "${mode[n]}" "${path[n]}"
done | xargs -0 -r -n 2 chmod -- || notice "some directories' modes are not restored"

[ $incomplete -eq 0 ] || exit 1
say "restored into $destination"
