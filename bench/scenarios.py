# SPDX-License-Identifier: Apache-2.0
"""What is measured: who answers what under which circumstances."""

from typing import NamedTuple

PODPASS = ("executable", "bundle", "jar")
YARDSTICK = "ECR plugin in Go"
GOOGLES, AZURES = "Google's own plugin", "Azure's own plugin"
CURL = "curl's two requests"
HELPER, ECR_HELPER = "docker-credential-podpass", "docker-credential-ecr-login"
PULL = "pull"
CACHE_HIT = "answer from the node's cache, with metrics and audit log"
CLIENT = "as a docker credential helper"


class Scenario(NamedTuple):
    """One pull. Programs of podpass answer it; the yardstick always answers ECR's.

    "All roots" are a bundle, beside which Go reads Debian's directory; "in one file", the bundle alone.
    Where it is against another plugin, that answers a request of its own cloud.
    """

    exchange: str
    roots: str = "all roots"
    round_trip: str = "0 ms"
    keys: str = "P256"
    cold: bool = False
    programs: tuple = PODPASS
    against: str = YARDSTICK
    kind: str = PULL

    def __str__(self):
        circumstances = [self.exchange, self.roots]
        if self.kind == CACHE_HIT:
            circumstances = [CACHE_HIT, *([self.exchange] if self.exchange != "ECR" else [])]
        if self.kind == CLIENT:
            circumstances.append(CLIENT)
        if self.round_trip != "0 ms":
            circumstances.append(f"{self.round_trip} a round trip")
        if self.keys != "P256":
            circumstances.append("servers with RSA keys")
        if self.cold:
            circumstances.append("not in the page cache")
        if self.against != YARDSTICK and self.kind == PULL:
            article = "an " if self.against.startswith("empty") else ""
            circumstances.append(f"against {article}{self.against}")
        return ", ".join(circumstances)

    def names(self):
        return (*self.programs, self.against)


def cache_hit(exchange):
    return Scenario(exchange, programs=("executable",), against="empty executable", kind=CACHE_HIT)


def client(round_trip):
    """A docker client's question to its credential helper, in a pod with the variables of IRSA."""
    return Scenario("ECR", round_trip=round_trip, programs=(HELPER,), against=ECR_HELPER, kind=CLIENT)


ALL = [
    Scenario("ECR", roots="one root"),
    Scenario("ECR"),
    Scenario("ECR", programs=("executable",), against=CURL),
    Scenario("ECR", roots="all roots in one file", programs=("executable",)),
    Scenario("ECR", roots="all roots in one file", keys="RSA2048", programs=("executable",)),
    Scenario("ECR", round_trip="25 ms"),
    Scenario("ECR", keys="RSA2048"),
    Scenario("GAR direct", roots="one root"),
    Scenario("GAR direct"),
    Scenario("GAR direct", roots="all roots in one file", programs=("executable",)),
    Scenario("GAR impersonating"),
    Scenario("GAR impersonating", round_trip="25 ms"),
    Scenario("ACR", roots="one root"),
    Scenario("ACR"),
    Scenario("ACR", roots="all roots in one file", programs=("executable",)),
    Scenario("ACR", round_trip="25 ms"),
    Scenario("Alibaba Cloud"),
    Scenario("OpenBao", programs=("executable",)),
    Scenario("OpenBao inline", programs=("executable",)),
    Scenario("ECR", programs=("bundle",), against="empty JVM"),
    Scenario("ECR", keys="RSA2048", programs=("bundle",), against="empty JVM"),
    cache_hit("ECR"),
    cache_hit("OpenBao"),
    client("0 ms"),
    client("25 ms"),
    # The last one: what is read back page by page stays dearer than a fresh copy.
    Scenario("ECR", cold=True),
]

# Rows that say on the page what others say, too, such as those of PEERS: only docs/measurements.csv has them.
ONLY_IN_FILE = {
    str(scenario)
    for scenario in (
        *(each for each in ALL if each.roots == "one root"),
        Scenario("GAR direct"),
        Scenario("GAR direct", roots="all roots in one file"),
        Scenario("GAR impersonating", round_trip="25 ms"),
        Scenario("ACR"),
        Scenario("ACR", roots="all roots in one file"),
        Scenario("ACR", round_trip="25 ms"),
        Scenario("ECR", against="empty JVM"),
        Scenario("ECR", keys="RSA2048", against="empty JVM"),
        client("25 ms"),
    )
}

# Beside the clouds' own plugins, which not everybody can build: a table of their own.
PEERS = [
    Scenario(exchange, roots=roots, keys=keys, programs=("executable",), against=plugin)
    for exchange, plugin in (("GAR direct", GOOGLES), ("ACR", AZURES))
    for roots in ("all roots", "all roots in one file")
    for keys in ("P256", "RSA2048")
]
