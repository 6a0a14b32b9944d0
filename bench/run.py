#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what one pull costs: podpass and upstream's plugin, paired and interleaved.

Everything is built first, unless --built says that it is. GRAALVM_HOME names the compiler of the
executable; without it, and without Go, what needs them is left out, and that is said. The table
beside Google's and Azure's own plugins is written only with both, so that it stays without them.
"""

import argparse
import contextlib
import os
import sys
import tempfile

import build
import measure
import page
import report
import scenarios
from clouds import Clouds, cached, in_pod, observed


def environment(scenario, clouds, scratch):
    variables = clouds.environment | clouds.options.get(scenario.exchange, {})
    if scenario.roots != "one root":
        variables["SSL_CERT_FILE"] = clouds.all_roots
    if scenario.roots == "all roots in one file":
        variables["SSL_CERT_DIR"] = os.path.join(scratch, "no-certificates")
    if scenario.kind == scenarios.CACHE_HIT:
        variables |= cached(scratch) | observed(scratch)
    if scenario.kind == scenarios.CLIENT:
        variables |= in_pod(clouds, scratch)
    return variables


def turn(scenario, name, program, clouds, variables, scratch):
    """One run of one program."""
    if scenario.cold:
        measure.forget(program.files)
    if name.startswith("empty"):
        return measure.once(program.command, variables, os.devnull, scratch, expected="nothing")
    if scenario.kind == scenarios.CLIENT:
        return measure.once(program.command, variables, clouds.server, scratch, '"Secret":"')
    if name == scenarios.CURL:
        command = [*program.command, clouds.curl_config]
        return measure.once(command, variables, os.devnull, scratch, '"authorizationToken"')
    exchange = "ECR" if name == scenarios.YARDSTICK else scenario.exchange
    return measure.once(program.command, variables, clouds.requests[exchange], scratch)


def measured(scenario, clouds, programs, rounds):
    """Rounds in which every program runs once, each round beginning with another one."""
    names = [name for name in scenario.names() if name in programs]
    runs = {name: {} for name in names}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as scratch:
        variables = environment(scenario, clouds, scratch)
        for name in names:
            turn(scenario, name, programs[name], clouds, variables, scratch)
        for number in range(rounds):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                if number % programs[name].every == 0:
                    runs[name][number] = turn(
                        scenario, name, programs[name], clouds, variables, scratch
                    )
    return runs


def warm(clouds, programs, requests):
    program = programs.get("executable") or programs["jar"]
    with tempfile.TemporaryDirectory() as scratch:
        for exchange, request in clouds.requests.items():
            for _ in range(requests // len(clouds.requests)):
                measure.once(program.command, clouds.environment | clouds.options.get(exchange, {}), request, scratch)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", action="store_true", help="measure what is there")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=200, help="requests before the first round")
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    parser.add_argument("--gar", help="the command line of Google's own plugin")
    parser.add_argument("--acr", help="the command line of Azure's own plugin")
    page.write_option(parser)
    arguments = parser.parse_args()
    os.makedirs(build.TARGET, exist_ok=True)
    if not arguments.built:
        build.build()
    programs = build.find(arguments)
    peers = [each for each in scenarios.PEERS if each.against in programs]
    results = {}
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        clouds = {
            ("0 ms", "P256"): stack.enter_context(Clouds("PT0S", "P256", scratch)),
            ("25 ms", "P256"): stack.enter_context(Clouds("PT0.025S", "P256", scratch)),
            ("0 ms", "RSA2048"): stack.enter_context(Clouds("PT0S", "RSA2048", scratch)),
        }
        for served in clouds.values():
            warm(served, programs, arguments.warmup)
        for scenario in [*peers, *scenarios.ALL]:
            if arguments.only in str(scenario):
                print(f"bench: {scenario}", file=sys.stderr)
                served = clouds[scenario.round_trip, scenario.keys]
                results[scenario] = measured(scenario, served, programs, arguments.rounds)
    beside = {each: results.pop(each) for each in peers if each in results}
    if len(beside) == len(scenarios.PEERS):
        report.publish_peers(beside, programs, arguments)
    elif beside:
        print(report.table(report.measured_rows(beside)))
    if not arguments.only:
        report.publish(results, programs, arguments)
    elif results:
        print(report.table(report.measured_rows(results)))
    if arguments.write:
        report.draw()


if __name__ == "__main__":
    main()
