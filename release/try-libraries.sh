#!/bin/sh
# try-libraries.sh VERSION: compiles the example provider as a third party does, with no parent and no other project of
# ours, against the bundle that `publish-libraries.sh --dry-run VERSION` has made.
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
cp -r docs/example-provider/src/main "$scratch/provider/src/"
cat >"$scratch/provider/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>provider</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>25</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <repositories>
    <repository><id>released</id><url>file://$scratch/repository</url></repository>
  </repositories>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>dev.podpass</groupId><artifactId>podpass-bom</artifactId><version>$1</version>
        <type>pom</type><scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency><groupId>dev.podpass</groupId><artifactId>podpass-spi</artifactId></dependency>
    <dependency>
      <groupId>dev.podpass</groupId><artifactId>podpass-spi</artifactId><type>test-jar</type><scope>test</scope>
    </dependency>
  </dependencies>
</project>
POM
# Into a local repository of its own, beside the one that has the plugins.
./mvnw --batch-mode --quiet --threads 1 --file "$scratch/provider/pom.xml" -Dmaven.repo.local="$scratch/local" \
  -Dmaven.repo.local.tail="${HOME:-/root}/.m2/repository" -Dmaven.repo.local.tail.ignoreAvailability=true compile
ls "$scratch"/provider/target/classes/dev/podpass/example/*.class >/dev/null
echo "libraries $1: a third party's provider compiles against them"
