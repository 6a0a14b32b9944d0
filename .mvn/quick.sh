# Sourced by verify --quick: leaves the modules that differ from main in $modules, and the tests beside what differs in
# $tests; where nothing does, all of spi and core.

base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || echo HEAD)
# Of each source that differs: its module, and its package as a directory. What dist tests is the whole product.
differing=$({ git diff --name-only --diff-filter=d "$base" -- '*.java'; git ls-files --others --exclude-standard -- '*.java'; } |
  sed -n 's#^\(.*\)/src/[a-z]*/java/\(.*\)/[^/]*$#\1 \2#p' | grep -v '^\(dist\|conformance\)[ /]' | sort -u)

if [ -n "$differing" ]; then
  modules=$(echo "$differing" | sed 's/ .*//' | sort -u | paste -sd , -)
  tests=$(echo "$differing" | sed 's#.* \(.*\)#\1/*Test#' | sort -u | paste -sd , -)
else
  modules=spi,core
  tests='dev/podpass/spi/**/*Test,dev/podpass/core/**/*Test'
fi
echo "Tests of $modules: $tests" >&2
