#!/usr/bin/env bash
# Kills the quickstart (kill -9) at random moments, starts it again each time, lets it finish, and checks what came of it:
# nobody got a step's mail twice, and everybody who was treated got theirs or is on record as unknown.
#
#   ./kill-test.sh [KILLS] [SEED]      20 kills unless said otherwise; the seed repeats a run's waiting times
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

kills=${1:-20}
RANDOM=${2:-$$}
jar=$PWD/target/quickstart.jar
[[ -f $jar ]] || { echo "$jar is missing: run mvn -DskipTests package first" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dir=$work/reengage-demo

fail() {
    echo "FAILED: $1" >&2
    cp -r "$work" "$PWD/target/kill-test-evidence-$$" && echo "evidence: target/kill-test-evidence-$$" >&2
    exit 1
}

start() { java -jar "$jar" --dir "$dir" >>"$work/out.txt" 2>&1 & pid=$!; }

killed=0
while ((killed < kills)); do
    start
    sleep "$(awk -v r="$RANDOM" 'BEGIN { printf "%.2f", 1 + r / 32768 * 9 }')"
    if kill -9 "$pid" 2>/dev/null; then
        wait "$pid" 2>/dev/null || true
        killed=$((killed + 1))
        echo "kill $killed: $(find "$dir/outbox" -name '*.eml' 2>/dev/null | wc -l) mails so far"
    else
        wait "$pid" || fail "the demo ended with an error: $(tail -3 "$work/out.txt")"
        echo "finished after $killed kills; checking, then starting over"
        ./kill-check.sh "$dir" || fail "after $killed kills"
        rm -rf "$dir"
    fi
done

start
wait "$pid" || fail "the last start ended with an error: $(tail -3 "$work/out.txt")"
./kill-check.sh "$dir" || fail "after $killed kills"
echo "Survived $killed kills."
