# SPDX-License-Identifier: Apache-2.0
"""Manifests against the schemas of each supported Kubernetes, in which an unknown field is an error."""

import functools

import kubernetes_validate
from kubernetes_validate import utils

VERSIONS = ("1.34", "1.35", "1.36", "1.37")
# What only operators bring: Prometheus', Argo CD's, Flux's.
FOREIGN = ("monitoring.coreos.com/", "argoproj.io/", "source.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/")

# It would read the same file for each object.
utils.schema_contents = functools.cache(utils.schema_contents)


def check(manifest, versions=VERSIONS):
    if not manifest["apiVersion"].startswith(FOREIGN):
        for version in versions:
            kubernetes_validate.validate(manifest, version, strict=True)
