#!/bin/bash
# Builds the image twice and compares; runs what is in it; pushes it to a registry and pulls nothing else than was
# pushed.
set -euo pipefail
cd "$(dirname "$0")/../.."

most=25000000
work=$(mktemp -d)
registry= httpd=
trap 'for one in $registry $httpd; do kill "$one"; done; rm -rf "$work"' EXIT
fail() {
  echo "image: $1" >&2
  [ ! -e "$work/registry.log" ] || tail -3 "$work/registry.log" >&2
  exit 1
}

(cd deploy/image && go vet . && go test . >&2)
deploy/image/build.sh >"$work/one"
deploy/image/build.sh >"$work/two"
diff "$work/one" "$work/two" || fail "two builds differ"
digest=$(head -1 "$work/one")
grep -q '"io.containerd.image.name": *"podpass.invalid/podpass:' dist/target/image/layout/index.json ||
  fail "an imported image has the name of a registry that may exist"
blobs=dist/target/image/layout/blobs/sha256
size=$(cat "$blobs"/* | wc -c)
[ "$size" -le "$most" ] || fail "it has $size bytes, more than $most"
echo "image: $digest, $size bytes, twice"

# Its own files alone: the loader, the C library and nsenter are found.
if [ "$(id -u)" = 0 ]; then
  mkdir "$work/root"
  for blob in "$blobs"/*; do
    if gzip -t "$blob" 2>/dev/null; then tar -xzf "$blob" -C "$work/root"; fi
  done
  # With /proc and /dev/null, as in a container.
  mkdir "$work/root/proc" "$work/root/dev"
  : >"$work/root/dev/null"
  # shellcheck disable=SC2016
  enter='mount -t proc proc "$0/proc" && exec env -i PATH=/usr/sbin:/usr/bin chroot "$0" "$@"'
  inside() { unshare --mount sh -c "$enter" "$work/root" "$@"; }
  version=$(inside podpass --version) || fail "its podpass does not run"
  [ "$version" = "$(dist/target/podpass --version)" ] || fail "its podpass says $version"
  inside podpass config --providers=ecr | grep -q 'name: podpass-ecr' || fail "its podpass prints no configuration"
  [ "$(inside docker-credential-podpass list)" = '{}' ] || fail "it has no docker credential helper"
  inside nsenter -t $$ -m -u -i -n -- /bin/sh -c 'test -e deploy/image/test.sh || test -e /etc/os-release' ||
    fail "its nsenter does not enter namespaces"
  # The chart's command serves two files of the node's directory, and runs nothing that is in it.
  mkdir -p "$work/root/metrics/cgi-bin"
  printf '#!/bin/sh\necho "Content-Type: text/plain"; echo; echo ran\n' | tee "$work/root/metrics/node.prom" >"$work/root/metrics/cgi-bin/x"
  chmod +x "$work/root/metrics/node.prom" "$work/root/metrics/cgi-bin/x"
  echo '*.prom:/bin/sh' | tee "$work/root/metrics/httpd.conf" >"$work/root/metrics/cgi-bin/httpd.conf"
  echo 'podpass_pulls_total 1' >"$work/root/metrics/podpass.prom"
  for address in 127.0.0.1 ::1; do
    port=$((20000 + RANDOM % 10000))
    (exec unshare --mount sh -c "$enter" "$work/root" \
      httpd -f -c /dev/null -h /usr/share/podpass/metrics -p "[$address]:$port") >"$work/httpd.log" 2>&1 &
    httpd=$!
    case $address in *:*) url=http://[$address]:$port ;; *) url=http://$address:$port ;; esac
    for _ in $(seq 100); do
      ! curl -gs "$url/podpass.prom" >"$work/served" || break
      sleep 0.1
    done
    grep -qx 'podpass_pulls_total 1' "$work/served" || fail "its httpd does not serve the metrics on $address: $(cat "$work/httpd.log")"
    curl -gs "$url/node.prom" | cmp -s - "$work/root/metrics/node.prom" || fail "its httpd does not serve node.prom as it is"
    for path in cgi-bin/x metrics/cgi-bin/x ../../../../metrics/cgi-bin/x httpd.conf etc/passwd; do
      [ "$(curl -gs --path-as-is -o "$work/served" -w '%{http_code}' "$url/$path")" != 200 ] || fail "its httpd serves $path"
    done
    kill "$httpd"
    httpd=
  done
  cmp "$work/root/usr/bin/podpass" dist/target/podpass || fail "its podpass is another"
  for package in busybox-static libc6; do
    test -s "$work/root/usr/share/doc/$package/copyright" || fail "$package is without its licence"
    grep -q "^Package: $package$" "$work/root/var/lib/dpkg/status.d/$package" || fail "scanners do not see $package"
  done
  test -s "$work/root/usr/share/doc/podpass/LICENSE" || fail "podpass is without its licence"
else
  echo "NOT TESTED: what is in the image, run in a root directory of its own; it needs root" >&2
fi

# docker-registry of Debian, unpacked only.
if ! command -v docker-registry >/dev/null; then
  (cd "$work" && apt-get download docker-registry && dpkg-deb -x docker-registry_*.deb registry) >/dev/null 2>&1 || true
  PATH=$PATH:$work/registry/usr/bin
fi
if command -v docker-registry >/dev/null; then
  port=$((20000 + RANDOM % 10000))
  cat >"$work/registry.yml" <<EOF
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/store}}
http: {addr: "127.0.0.1:$port"}
EOF
  docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
  registry=$!
  for _ in $(seq 100); do
    ! curl -fs "http://127.0.0.1:$port/v2/" >/dev/null || break
    sleep 0.1
  done
  pushed=127.0.0.1:$port/nodes/podpass:test
  [ "$(deploy/image/build.sh --push "$pushed" | head -1)" = "$digest" ] || fail "what is pushed is another image"
  served=$(curl -fsS -H 'Accept: application/vnd.oci.image.index.v1+json' "http://127.0.0.1:$port/v2/nodes/podpass/manifests/test" |
    sha256sum | cut -d ' ' -f 1)
  [ "sha256:$served" = "$digest" ] || fail "the registry serves sha256:$served"
else
  echo "NOT TESTED: the image in a registry; there is no docker-registry here (apt-get install docker-registry)" >&2
fi
