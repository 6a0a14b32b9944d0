// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.testkit.kubelet.ImageGlob;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePatternTest {
  @ParameterizedTest
  @CsvSource({
    "*.azurecr.io, myregistry.azurecr.io/app, true",
    "*.azurecr.io, azurecr.io/app, false",
    "*.azurecr.io, r.eastus2.geo.azurecr.io/app, false",
    "*.*.registry.io, a.b.registry.io/app, true",
    "app*.k8s.io, app1.k8s.io/x, true",
    "*a*b*.k8s.io, xaxxb.k8s.io/x, true",
    "*a*b*.k8s.io, xbxxa.k8s.io/x, false",
    "registry.io:8080/path, registry.io:8080/path/app, true",
    "registry.io:8080/path, registry.io/path/app, false",
    "registry.io, registry.io:443/app, false",
    "registry.io/te, registry.io/team/app, true",
    "registry.io/team/*, registry.io/team/app, false",
    "registry.io/, registry.io/app, true",
    "[::1]:5000, [::1]:5000/app, true"
  })
  void matchesAsKubeletDoes(String pattern, String image, boolean matches) {
    assertThat(ImagePattern.parse(pattern).matches(image)).isEqualTo(matches);
  }

  @Test
  void agreesWithTheTestkitsKubelet() {
    List<String> labels = List.of("*", "a", "a*", "*b", "io", "docker");
    List<String> ends = List.of("", "/", "/team", "/team/app", ":443", ":443/te", ":80");
    Random random = new Random(7);
    int matches = 0;
    for (int i = 0; i < 20_000; i++) {
      String pattern = host(random, labels) + ends.get(random.nextInt(ends.size()));
      String image =
          host(random, List.of("a", "ab", "b", "io", "docker"))
              + List.of("/team/app", ":443/team/app", ":80/x").get(random.nextInt(3));
      boolean ours = ImagePattern.parse(pattern).matches(image);

      assertThat(ours).as(pattern + " " + image).isEqualTo(ImageGlob.of(pattern).matches(image));
      matches += ours ? 1 : 0;
    }
    assertThat(matches).isPositive();
  }

  private static String host(Random random, List<String> labels) {
    StringBuilder host = new StringBuilder(labels.get(random.nextInt(labels.size())));
    for (int i = random.nextInt(3); i > 0; i--) {
      host.append('.').append(labels.get(random.nextInt(labels.size())));
    }
    return host.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.io",
        "reg.io:http",
        "reg.io/%zz",
        "reg\\.io",
        "reg.io/\t",
        "{a}.io",
        "::1",
        "1:2:3::4",
        "a.example:5000:6000",
        "[::1",
        "[a",
        "x[a",
        "[]",
        "[*].example",
        "x.[a-z].example",
        "[1.2.3.4]",
        "[a:b]"
      })
  void refusesWhatKubeletCannotParse(String pattern) {
    assertThatThrownBy(() -> ImagePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry.io/*            | take /* off
          registry.io/team/*/app   | a * counts in the host only
          https://registry.io      | it has a scheme
          registry.io/app:1.0      | without its tag
          registry.io/app@sha256   | no user, query or fragment
          registry.io?x            | no user, query or fragment
          registry.io/Team         | they are in lower case
          *                        | a * is one label
          registry..io             | an empty label
          [::1]                    | for a class
          index.docker.io          | kubelet names these images docker.io/…; write docker.io
          index.docker.io/team     | write docker.io
          """)
  void knowsWhatNeverMatches(String pattern, String because) {
    assertThat(PatternFlaws.of(ImagePattern.parse(pattern)))
        .hasValueSatisfying(flaw -> assertThat(flaw).contains(because));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.dkr.ecr.*.amazonaws.com",
        "localhost",
        "registry:5000",
        "gcr.io/p",
        "docker.io",
        "registry-1.docker.io/team",
        "index.docker.io:443",
        "*.docker.io",
        "[fe80::1%25en0]:5000",
        "[::1]:5000"
      })
  void findsNothingAgainstWhatMayMatch(String pattern) {
    assertThat(PatternFlaws.of(ImagePattern.parse(pattern))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "*.io, gcr.io, true",
    "*.io, *.com, false",
    "a*.io, *b.io, true",
    "a*.io, b*.io, false",
    "gcr.io/a, gcr.io/ab, true",
    "gcr.io/a, gcr.io/b, false",
    "gcr.io:443, gcr.io, false",
    "*.*.io, *.io, false",
    "us1.io, us*.io, true",
    "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b.io, *a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*c.io, false"
  })
  void knowsWhetherTwoMeet(String one, String other, boolean meet) {
    assertThat(ImagePattern.parse(one).overlaps(ImagePattern.parse(other))).isEqualTo(meet);
    assertThat(ImagePattern.parse(other).overlaps(ImagePattern.parse(one))).isEqualTo(meet);
  }
}
