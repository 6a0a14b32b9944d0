#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""manifests.py [HELM-OPTION...]: writes the chart as plain manifests and a kustomize base into dist/target/manifests, for
kubectl apply -k. For example:

deploy/manifests.py --set image.repository=registry.example/podpass --set 'options.providers={ecr}'"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "dist/target/manifests"
NAMESPACE = """apiVersion: v1
kind: Namespace
metadata:
  name: podpass-system
  labels:
    pod-security.kubernetes.io/enforce: privileged
"""
KUSTOMIZATION = """apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [namespace.yaml, podpass.yaml]
sortOptions: {order: fifo}
"""


def main(options):
    if options in (["-h"], ["--help"]):
        print(__doc__)
        return
    helm = os.environ.get("HELM", "helm")
    if not shutil.which(helm):
        print("manifests: there is no Helm here; hint: https://helm.sh, or set HELM", file=sys.stderr)
        sys.exit(69)
    command = [helm, "template", "podpass", ROOT / "deploy/chart/podpass", "--namespace", "podpass-system", "--no-hooks"]
    rendered = subprocess.run([*command, *options], stdout=subprocess.PIPE, text=True)
    if rendered.returncode:
        sys.exit(rendered.returncode)
    documents = [document for document in rendered.stdout.split("---\n") if document.strip()]
    # The policy that limits the patch of nodes comes before the right to it, and hooks are Helm's alone.
    documents.sort(key=lambda document: "\nkind: ValidatingAdmissionPolicy" not in document)
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    files = {
        "kustomization.yaml": KUSTOMIZATION,
        "namespace.yaml": NAMESPACE,
        "podpass.yaml": "".join(f"---\n{document}" for document in documents),
    }
    for name, text in files.items():
        (OUTPUT / name).write_text(text)
        print(OUTPUT / name)


if __name__ == "__main__":
    main(sys.argv[1:])
