#!/usr/bin/env bash
# Kills the quickstart (kill -9) at random moments over its whole run, starts it again each time, lets it finish, and checks
# what came of it: nobody got a step's mail twice, and everybody who was treated got theirs or is on record as unknown.
#
#   ./kill-test.sh [KILLS] [PEOPLE] [SEED]      20 kills, 5000 people; the seed repeats the drawing
#
# Most kills wait for a random number of mails in the outbox, others for something the demo says later on, or for nothing; each
# then waits a random moment more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

kills=${1:-20}
people=${2:-5000}
RANDOM=${3:-$$}
jar=$PWD/target/quickstart.jar
[[ -f $jar ]] || { echo "$jar is missing: run mvn -DskipTests package first" >&2; exit 2; }
work=$(mktemp -d)
pid=
trap '[[ -z $pid ]] || kill -9 "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
dir=$work/reengage-demo
chapters=("sunset plan:" "approved by" "retired " "second plan" "undone:")

fail() {
    echo "FAILED: $1" >&2
    cp -r "$work" "$PWD/target/kill-test-evidence-$$" && echo "evidence: target/kill-test-evidence-$$" >&2
    exit 1
}

# starting often, not running long, is what costs here
start() { java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar "$jar" --dir "$dir" --people "$people" >>"$work/out.txt" 2>&1 & pid=$!; }
mails() { find "$dir/outbox" -name '*.eml' 2>/dev/null | wc -l; }
pause() { sleep "$(awk -v r="$RANDOM" -v most="$1" 'BEGIN { printf "%.2f", r / 32768 * most }')"; }
reached() {
    if [[ $1 == mails ]]; then
        (($(mails) >= $2))
    else
        grep -q "${chapters[$2]}" "$work/out.txt"
    fi
}

# what each kill waits for, in the order in which it comes about
draw() {
    local i
    for ((i = 0; i < kills; i++)); do
        if ((i % 10 == 9)); then
            echo "mails 0"
        elif ((i % 4 == 2)); then
            echo "later $((RANDOM % ${#chapters[@]}))"
        else
            echo "mails $(((RANDOM << 15 | RANDOM) % (people * 6 / 10)))"
        fi
    done | sort -k1,1r -k2,2n
}

while read -r what much; do
    start
    until reached "$what" "$much"; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    pause "$([[ $what == mails && $much -gt 0 ]] && echo 1 || echo 5)"
    if kill -9 "$pid" 2>/dev/null; then
        wait "$pid" 2>/dev/null || true
        echo "killed: wanted $what $much, $(mails) mails so far"
    else
        wait "$pid" || fail "the demo ended with an error: $(tail -3 "$work/out.txt")"
        echo "the demo was over before this kill (wanted $what $much)"
    fi
done < <(draw)

start
wait "$pid" || fail "the last start ended with an error: $(tail -3 "$work/out.txt")"
[[ -s $dir/report.html ]] || fail "no report was written"
grep -q "$dir/report.html" "$work/out.txt" || fail "the report's path was not said"
./kill-check.sh "$dir" || fail "after $kills kills"
echo "Survived $kills kills."
