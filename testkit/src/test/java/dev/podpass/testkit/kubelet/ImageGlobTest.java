// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGlobTest {

  @ParameterizedTest
  @CsvSource({
    "*.dkr.ecr.*.amazonaws.com, 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app",
    "*.dkr.ecr.*.amazonaws.com, 123456789012.dkr.ecr.us-east-1.amazonaws.com",
    "public.ecr.aws, public.ecr.aws/nginx/nginx",
    "*.k8s.io, app.k8s.io/app",
    "app*.k8s.io, app-one.k8s.io/app",
    "*-docker.pkg.dev, europe-docker.pkg.dev/p/r/i",
    "registry:8080, registry:8080/app",
    "registry.io:8080/path, registry.io:8080/path/app",
    "reg.io/te, reg.io/team/app",
    "*.*.geo.azurecr.io, name.westeurope.geo.azurecr.io/app",
    "[::1]:5000, [::1]:5000/app"
  })
  void matches(String pattern, String image) {
    assertThat(ImageGlob.of(pattern).matches(image)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*.io, a.b.io/app",
    "*, registry.io/app",
    "*.dkr.ecr.*.amazonaws.com, 123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example/app",
    "*.dkr.ecr.*.amazonaws.com, 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app",
    "*.azurecr.io, name.westeurope.geo.azurecr.io/app",
    "registry.io, registry.io:443/app",
    "registry.io:443, registry.io/app",
    "registry.io:80*, registry.io:8080/app",
    "registry.io/team/*, registry.io/team/app",
    "registry.io/team/, registry.io/team",
    "registry.io/team, registry.io/Team",
    "registry.io, REGISTRY.io/app",
    "[::1]:5000, [::1]/app"
  })
  void doesNotMatch(String pattern, String image) {
    assertThat(ImageGlob.of(pattern).matches(image)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://reg.io/v2/, reg.io/app",
    "http://reg.io/v1/, reg.io/app",
    "https://reg.io/v2/team, reg.io/team/app",
    "https://reg.io/, reg.io/app",
    "reg.io, reg.io/app"
  })
  void authKeysMayHaveDockersOldForms(String key, String image) {
    assertThat(ImageGlob.ofAuthKey(key).matches(image)).isTrue();
  }

  @Test
  void matchImagesKnowsNeitherSchemeNorVersion() {
    assertThat(ImageGlob.of("https://reg.io").matches("reg.io/app")).isFalse();
    assertThat(ImageGlob.of("reg.io/v2/").matches("reg.io/app")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reg?.io", "reg.io/a b", "reg\\.io", "reg.io#x"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGlob.of(pattern))
        .withMessageContaining(pattern);
  }
}
