#!/bin/bash
# Holds podpass against what Go's crypto/x509 says of certificate chains.
#   conformance/x509/run.sh [--write]
# --write    replaces the recorded verdicts, which GoVerdictsTest replays, by this Go's
# Needs Go. The output depends on Go's version alone.
set -euo pipefail
. "$(dirname "$0")/../../.mvn/usage.sh"
cd "$(dirname "$0")"
recorded=../../core/src/test/resources/dev/podpass/core/http/tls/go-verdicts.json

case ${1-} in
  --write)
    written=$(go run . <"$recorded")
    echo "$written" >"$recorded"
    ;;
  "") diff -u "$recorded" <(go run . <"$recorded") || { echo "this Go says otherwise; see $recorded, and --write" >&2; exit 1; } ;;
  *) wrong ;;
esac
