#!/bin/sh
# Runs every command of the transcripts again and writes down what it prints now, and the options that it has.
set -eu
. "$(dirname "$0")/../../.mvn/usage.sh"
takes 0 "$@"
cd "$(dirname "$0")/../.."
. .mvn/jdk.sh

exec ./mvnw --batch-mode --quiet -pl dist -am verify -Dtest=OptionsPageTest -Dit.test=TranscriptsIT \
  -Dtranscripts=update -Doptions=update
