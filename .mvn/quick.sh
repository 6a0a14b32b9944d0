# Sourced by verify --quick, with Maven's options as arguments: compiles what differs from main and what uses it, looks
# at the formatting of what differs, and runs the unit tests beside it, and those of the pages where pages or the
# product differ. Where nothing does: all tests of spi. It compiles as ./demo does, and to the same place: Error Prone,
# javac's warnings and the enforcer are for ./verify, tests tagged "slow" too.

base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || echo HEAD)
differing=$({ git diff --name-only "$base"; git ls-files --others --exclude-standard; } | sort -u)

modules='' tests='' formatted='' product=no
for module in $(sed -n 's#.*<module>\(.*\)</module>.*#\1#p' pom.xml | grep -v '^conformance$'); do
  if echo "$differing" | grep -Eq "^($module/(src/.*|pom\.xml)|pom\.xml)$"; then
    modules="$modules,$module"
    case $module in dist | docs/* | bench/*) ;; *) product=yes ;; esac
  fi
done
for file in $differing; do
  [ -e "$file" ] || continue
  case $file in
    conformance/* | *.md | docs/transcripts/*) ;;
    */src/*/java/*.java)
      package=${file#*/src/*/java/}
      tests="$tests,${package%/*}/*Test"
      formatted="$formatted,.*/$file"
      ;;
    *pom.xml) formatted="$formatted,.*/$file" ;;
  esac
done
if [ "$product" = yes ] || echo "$differing" | grep -Eq '\.md$|^docs/transcripts/'; then
  modules="$modules,dist"
  tests="$tests,dev/podpass/dist/text/*Test"
fi
if [ -z "$modules" ]; then
  also='' modules=,spi tests='dev/podpass/spi/**/*Test'
else
  also=--also-make-dependents
fi
formatted=${formatted#,}
tests=$(echo "$tests" | tr , '\n' | sort -u | grep . | paste -sd , -)
echo "Tests of ${modules#,}: ${tests:-none}" >&2

plugins=org.apache.maven.plugins:maven
# shellcheck disable=SC2086 # nothing, or an option
exec ./mvnw --batch-mode --quiet --activate-profiles=demo --projects="${modules#,}" --also-make $also \
  com.diffplug.spotless:spotless-maven-plugin:check "-DspotlessFiles=${formatted:-none}" \
  $plugins-resources-plugin:resources $plugins-compiler-plugin:compile \
  $plugins-resources-plugin:testResources $plugins-compiler-plugin:testCompile \
  $plugins-jar-plugin:jar $plugins-jar-plugin:test-jar \
  $plugins-dependency-plugin:properties $plugins-surefire-plugin:test \
  "-Dtest=${tests:-none}" -DexcludedGroups=slow "$@"
