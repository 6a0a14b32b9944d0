#!/bin/bash
# try-package.sh DEB: installs podpass's Debian package in a new root directory, lets it answer a pull from the fake
# clouds, and removes it; fails if anything of it is left. Needs root, a Debian mirror and ./mvnw package. Exits with 69 if
# there is no such directory to be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

package=$(readlink -e "$1")
suite=bookworm
work=$(mktemp -d)
root=$work/root
serving=
finish() {
  [ -z "$serving" ] || { exec 3>&-; wait "$serving" 2>/dev/null || true; }
  rm -rf "$work"
}
trap finish EXIT
fail() { echo "try-package: $1" >&2; exit 1; }
not_tried() { echo "NOT TRIED: the package in a new root directory; $1" >&2; exit 69; }
environment=()
# With /proc, as on a node.
inside() {
  unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i "$@"' "$root" \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "${environment[@]}" "$@"
}

[ "$(id -u)" = 0 ] || not_tried "it needs root"
command -v dpkg-deb >/dev/null || not_tried "this is no Debian"
mmdebstrap=$(command -v mmdebstrap || true)
if [ -z "$mmdebstrap" ]; then
  # Unpacked only.
  (cd "$work" && apt-get download mmdebstrap && dpkg-deb -x mmdebstrap_*.deb tools) >/dev/null 2>&1 ||
    not_tried "there is no mmdebstrap here (apt-get install mmdebstrap)"
  mmdebstrap=$work/tools/usr/bin/mmdebstrap
fi
perl "$mmdebstrap" --mode=root --variant=essential --quiet "$suite" "$root" \
  "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >&2 || not_tried "mmdebstrap cannot make it"

# Files of dpkg's own records change with every package.
listing() { (cd "$root" && find . -path ./var/lib/dpkg -prune -o -path ./var/log -prune -o -print | sort); }
listing >"$work/before"

echo "\$ dpkg -i ${package##*/}"
cp "$package" "$root/podpass.deb"
inside dpkg -i /podpass.deb
rm "$root/podpass.deb"
inside podpass version

mkfifo "$work/stop"
"$JAVA_HOME/bin/java" -cp "testkit/target/classes:testkit/target/lib/*" dev.podpass.testkit.Serve <"$work/stop" >"$work/clouds.env" &
serving=$!
exec 3>"$work/stop"
until grep -q '^# ready' "$work/clouds.env"; do kill -0 "$serving" && sleep 0.2; done
mapfile -t environment < <(sed -n "s/^export \([A-Z_]*\)='\?\([^']*\)'\?$/\1=\2/p" "$work/clouds.env")
# The clouds' CA lies outside of the root directory.
authority=$(sed -n 's/^# CA  *//p' "$work/clouds.env")
mkdir -p "$root$(dirname "$authority")"
cp "$authority" "$root$authority"
for cloud in ecr gar acr; do
  label=$([ "$cloud" = ecr ] && echo '' || echo "${cloud^^} ")
  request=$(sed -n "s/^# ${label}request  *//p" "$work/clouds.env")
  echo "\$ podpass-$cloud <request"
  answer=$(inside /usr/libexec/podpass/podpass-$cloud <"$request") || fail "podpass-$cloud does not answer"
  printf '%s' "$answer" | python3 -c 'if True:
    import json, sys
    answer = json.load(sys.stdin)
    assert answer["kind"] == "CredentialProviderResponse", answer["kind"]
    for registry, login in answer["auth"].items():
        assert login["password"], registry
        print("a credential for", registry)'
done
environment=()
rm -r "$root$authority"
(cd "$root" && rmdir -p ".$(dirname "$authority")" 2>/dev/null) || true
mkdir -p "$root/tmp" && chmod 1777 "$root/tmp"

echo "\$ dpkg --purge podpass"
inside dpkg --purge podpass
listing >"$work/after"
diff "$work/before" "$work/after" >&2 || fail "this is left, or gone, after the package was removed"
! inside dpkg -s podpass >/dev/null 2>&1 || fail "dpkg knows the package still"
echo "nothing is left"
