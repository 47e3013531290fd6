#!/usr/bin/env bash
# A million generated people through preview and launch with 256 MB of heap.
#   ./million.sh [PEOPLE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
jar=$PWD/target/quickstart.jar
[[ -f $jar ]] || { echo "$jar is missing: run mvn -DskipTests package first" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java -Xmx256m -XX:+ExitOnOutOfMemoryError -cp "$jar" io.reengage.examples.quickstart.MillionMain "${1:-1000000}" "$work"
