#!/bin/sh
# publish-libraries.sh [--dry-run] VERSION: publishes contract, its tests, engine, providers and BOM to Maven Central,
# signed by MAVEN_GPG_KEY, with CENTRAL_USERNAME and CENTRAL_PASSWORD. With --dry-run it makes what it would send, unsigned:
# target/central-publishing/central-bundle.zip
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

dry=
[ "${1:-}" != --dry-run ] || { dry="-DskipUpload=true -Dgpg.skip"; shift; }
takes 1 "$@"
providers=$(sed -n 's|.*<module>\(provider-.*\)</module>|\1|p' pom.xml | paste -s -d , -)
time=$(date --utc --date="@$(git log -1 --format=%ct)" +%Y-%m-%dT%H:%M:%SZ)
./mvnw --batch-mode --quiet --threads 1 --settings release/maven-settings.xml -Ppublish -DskipTests $dry \
  -Drevision="$1" -Dproject.build.outputTimestamp="$time" -Dmaven.install.skip -Derrorprone.checks=-XepDisableAllChecks \
  -DoutputDirectory="$PWD/target/central-publishing" -pl "bom,spi,trust,testkit,core,$providers" deploy
