# SPDX-License-Identifier: Apache-2.0
"""Each job of the release's workflow has the rights that it needs, and no step has a secret that another needs."""

import re
import unittest

import made_up

TEXT = (made_up.RELEASE.parent / ".github/workflows/release.yml").read_text()
HEAD, JOBS = TEXT.split("\njobs:\n")
JOB = re.compile(r"(?ms)^  ([a-z-]+):\n(.*?)(?=^  \S|\Z)")


def jobs():
    return dict(JOB.findall(JOBS))


def writes(job):
    return {name for name, right in re.findall(r"(?m)^      ([a-z-]+): (read|write)$", job) if right == "write"}


def steps(job):
    return re.split(r"(?m)^      - ", job.split("    steps:\n")[1])[1:]


class Workflows(unittest.TestCase):
    def test_rights(self):
        self.assertIn("\npermissions:\n  contents: read\n", HEAD)
        self.assertEqual(
            {name: writes(job) for name, job in jobs().items()},
            {"build": set(), "sign": {"id-token"}, "packages": {"packages"}, "sign-packages": {"id-token", "packages"},
             "central": set(), "github": {"contents"}})

    def test_neither_maven_nor_helm_runs_where_something_can_be_signed(self):
        for name, job in jobs().items():
            if "id-token" in writes(job):
                self.assertNotRegex(job, "mvn|helm|crane|publish-libraries|release/(push|build)", name)

    def test_a_token_is_in_the_steps_that_need_it_alone(self):
        for name, job in jobs().items():
            self.assertNotIn("github.token", job.split("    steps:\n")[0], name)
            for step in steps(job):
                if "github.token" in step:
                    self.assertRegex(step, r"login|gh release", name)
        self.assertNotIn("github.token", HEAD)

    def test_secrets_are_in_one_step_of_one_job(self):
        holders = [(name, step) for name, job in jobs().items() for step in steps(job) if "secrets." in step]
        self.assertEqual([name for name, _ in holders], ["central"])
        self.assertTrue(holders[0][1].startswith("run: release/publish-libraries.sh "))
        self.assertEqual(TEXT.count("secrets."), holders[0][1].count("secrets."))

    def test_everything_that_publishes_waits_for_the_signatures_and_an_approval(self):
        found = jobs()
        for name in ("packages", "sign-packages", "central", "github"):
            at, before = name, []
            while needs := re.search(r"(?m)^    needs: (\S+)$", found[at]):
                before.append(at := needs[1])
            self.assertIn("sign", before, name)
        for name in set(found) - {"build"}:
            self.assertIn("    environment: release\n", found[name], name)

    def test_what_is_released_is_built_with_what_is_pinned(self):
        self.assertIn("\nenv:\n", HEAD)
        self.assertIn("  PODPASS_JDK: pinned\n", HEAD)
        for name in ("ci.yml", "release.yml"):
            text = (made_up.RELEASE.parent / ".github/workflows" / name).read_text()
            for kept in re.findall(r"sudo --preserve-env=(\S+)", text):
                self.assertIn("PODPASS_JDK", kept.split(","))

    def test_the_workflow_runs_the_steps_that_run_runs(self):
        ci = made_up.RELEASE.parent / ".ci"
        steps = {step.name for step in (ci / "steps").iterdir()}
        text = (made_up.RELEASE.parent / ".github/workflows/ci.yml").read_text()
        self.assertEqual(set(re.findall(r"\.ci/steps/([a-z-]+)", text)), steps)
        run = re.findall(r"(?m)^ *(?:if )?(?:timed|beside) ([a-z -]+[a-z])", (ci / "run").read_text())
        self.assertEqual(sorted(" ".join(run).split()), sorted(steps))
