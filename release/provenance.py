# SPDX-License-Identifier: Apache-2.0
"""SLSA provenance (v1) of a release, as an in-toto statement (v1)."""

import archives
import signature

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD = f"https://github.com/{signature.REPOSITORY}/blob/main/docs/release.md"
# Where there is no runner that could be named.
REHEARSAL = "urn:podpass:rehearsal"


def statement(paths, version, commit, environment):
    """What these files were built from and by whom, as the variables of GitHub's runner say."""
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    repository = f"{server}/{environment.get('GITHUB_REPOSITORY', signature.REPOSITORY)}"
    ref = environment.get("GITHUB_REF", f"refs/tags/v{version}")
    run = environment.get("GITHUB_RUN_ID")
    details = {"builder": {"id": REHEARSAL}}
    if run:
        details["builder"]["id"] = f"{repository}/.github/workflows/release.yml@{ref}"
        attempt = environment.get("GITHUB_RUN_ATTEMPT", "1")
        details["metadata"] = {"invocationId": f"{repository}/actions/runs/{run}/attempts/{attempt}"}
    return {
        "_type": STATEMENT,
        "subject": [{"name": path.name, "digest": {"sha256": archives.sha256(path.read_bytes())}} for path in paths],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD,
                "externalParameters": {"source": repository, "ref": ref, "version": version},
                "resolvedDependencies": [{"uri": f"git+{repository}@{ref}", "digest": {"gitCommit": commit}}],
            },
            "runDetails": details,
        },
    }
