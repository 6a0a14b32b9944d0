#!/bin/sh
# try-libraries.sh VERSION: compiles the example provider with the POM of docs/providers.md, and the class of
# docs/library.md with the dependency there, as a third party does: in empty directories, with no parent and no other
# project of ours, against the bundle that `publish-libraries.sh --dry-run VERSION` has made.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

takes 1 "$@"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

mkdir -p "$scratch/repository" "$scratch/provider/src"
bundle=$PWD/target/central-publishing/central-bundle.zip
(cd "$scratch/repository" && "$JAVA_HOME/bin/jar" --extract --file "$bundle")
# block PAGE LANGUAGE: the first block of a page in that language, with the version that is tried.
block() { sed -n "/^\`\`\`$2$/,/^\`\`\`$/p" "$1" | sed '/^```$/q' | sed "/^\`\`\`/d; s/0\.1\.0-SNAPSHOT/$version/"; }
version=$1
repository="<repositories><repository><id>released</id><url>file://$scratch/repository</url></repository></repositories>"

# The provider: the page's POM, and where the libraries are before they are published.
cp -r docs/example-provider/src/main "$scratch/provider/src/"
block docs/providers.md xml | sed "s|<dependencies>|$repository<dependencies>|" >"$scratch/provider/pom.xml"

# The library: the same POM with the page's own dependency.
mkdir -p "$scratch/library/src/main/java/com/example"
block docs/library.md java >"$scratch/library/src/main/java/com/example/CheckedToken.java"
{
  sed '/<dependencies>/,$d' "$scratch/provider/pom.xml"
  printf '%s<dependencies>' "$repository"
  block docs/library.md xml
  sed '1,/<\/dependencies>/d; s/^/  /' "$scratch/provider/pom.xml" | sed '1i</dependencies>'
} >"$scratch/library/pom.xml"

# Into a local repository of its own, beside the one that has the plugins.
for project in provider library; do
  ./mvnw --batch-mode --quiet --threads 1 --file "$scratch/$project/pom.xml" -Dmaven.repo.local="$scratch/local" \
    -Dmaven.repo.local.tail="${HOME:-/root}/.m2/repository" -Dmaven.repo.local.tail.ignoreAvailability=true compile
done
ls "$scratch"/provider/target/classes/dev/podpass/example/*.class "$scratch"/library/target/classes/com/example/*.class \
  >/dev/null
echo "libraries $1: a third party's provider and plugin compile against them, as the pages say"
