#!/usr/bin/env bash
# Checks a finished demo: compares the mail that really arrived (outbox) with what the library says it did (decisions.csv).
#   ./kill-check.sh DIR
set -euo pipefail
dir=$1
[[ -f $dir/decisions.csv ]] || { echo "$dir/decisions.csv is missing: the demo has not come to its end" >&2; exit 1; }

twice=$(find "$dir/outbox" -name '*.eml' -exec grep -hm1 -i '^X-Reengage-Key:' {} + | sort | uniq -d)
if [[ -n $twice ]]; then
    echo "messages that arrived twice:" "$twice" >&2
    exit 1
fi
same=$(find "$dir/outbox" -name '*.eml' -exec grep -m2 -hE '^(Delivered-To|Subject):' {} + | tr -d '\r' | paste -d ' ' - - | sort | uniq -d)
if [[ -n $same ]]; then
    echo "people who got one step's mail twice:" "$same" >&2
    exit 1
fi
half=$(find "$dir/outbox" -name '*.eml' -size 0 | wc -l)
((half == 0)) || { echo "$half mails are empty" >&2; exit 1; }

find "$dir/outbox" -name '*.eml' -exec grep -hm1 '^Delivered-To: p[0-9]*@list.example' {} + |
    tr -d '\r' | sed 's/^Delivered-To: //; s/@.*//' | sort | uniq -c |
    awk -v decisions="$dir/decisions.csv" '
        { arrived[$2] = $1; mails += $1 }
        END {
            FS = ","
            while ((getline line < decisions) > 0) {
                gsub(/"/, "", line)
                split(line, cell, ",")
                person = cell[1]; arm = cell[4]; step = cell[5]; decision = cell[6]
                if (person == "subscriber_id") continue
                if (arm == "TREATED") treated[person] = 1
                if (arm == "HELD_OUT") heldOut[person] = 1
                if (decision == "SENT") { sent[person]++; allSent++ }
                if (decision == "UNKNOWN") { unknown[person]++; allUnknown++ }
                if (step == "ask") asked[person] = decision
                if (step == "remind") reminded[person] = decision
                if (decision == "EXITED") exited[person] = 1
                if (decision == "COMPLETED" || decision == "NOMINATED") through[person] = 1
            }
            for (person in treated) {
                people++
                if (arrived[person] < sent[person] || arrived[person] > sent[person] + unknown[person]) {
                    printf "%s: %d mails arrived, on record are %d sent and %d unknown\n",
                        person, arrived[person], sent[person], unknown[person]
                    bad++
                }
                if (asked[person] == "" && !exited[person]) { print person ": was treated and never asked"; bad++ }
                if (reminded[person] == "" && through[person]) { print person ": came to the end and was never reminded"; bad++ }
            }
            for (person in heldOut) if (person in arrived) { print person ": was held out and got mail"; bad++ }
            for (person in arrived) if (!(person in treated) && !(person in heldOut)) { print person ": got mail and was never treated"; bad++ }
            printf "%d people treated, %d mails arrived, on record are %d sent and %d unknown; %d contradictions\n",
                people, mails, allSent, allUnknown, bad
            exit bad > 0 || people == 0
        }'
