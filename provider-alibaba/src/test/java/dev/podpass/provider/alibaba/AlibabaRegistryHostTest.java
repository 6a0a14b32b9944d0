// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.provider.alibaba.AlibabaRegistryHost.Edition;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlibabaRegistryHostTest {
  @ParameterizedTest
  @CsvSource({
    "a-registry.cn-hangzhou.cr.aliyuncs.com,               ENTERPRISE, cn-hangzhou,         false",
    "my-company-registry.eu-central-1.cr.aliyuncs.com,     ENTERPRISE, eu-central-1,        false",
    "a-registry-vpc.cn-hangzhou.cr.aliyuncs.com,           ENTERPRISE, cn-hangzhou,         true",
    "a-registry-internal.cn-hangzhou.cr.aliyuncs.com,      ENTERPRISE, cn-hangzhou,         true",
    "a-registry-intl-vpc.ap-southeast-1.cr.aliyuncs.com,   ENTERPRISE, ap-southeast-1,      true",
    "a-registry.distributed.cn-beijing.cr.aliyuncs.com,    ENTERPRISE, cn-beijing,          false",
    "a-registry-vpc.cn-shanghai-finance-1.cr.aliyuncs.com, ENTERPRISE, cn-shanghai-finance-1, true",
    "registry.cn-hangzhou.aliyuncs.com,                    PERSONAL,   cn-hangzhou,         false",
    "registry.cn-hangzhou.cr.aliyuncs.com,                 PERSONAL,   cn-hangzhou,         false",
    "registry-vpc.us-east-1.aliyuncs.com,                  PERSONAL,   us-east-1,           true",
    "registry-internal.cn-hangzhou.aliyuncs.com,           PERSONAL,   cn-hangzhou,         true",
    "registry-intl.ap-southeast-1.aliyuncs.com,            PERSONAL,   ap-southeast-1,      false",
    "registry-intl-vpc.ap-southeast-1.aliyuncs.com,        PERSONAL,   ap-southeast-1,      true",
    "registry-intl-internal.ap-southeast-1.aliyuncs.com,   PERSONAL,   ap-southeast-1,      true",
    "crpi-0a1b2c3d4e5f6g7h.cn-hangzhou.personal.cr.aliyuncs.com, PERSONAL, cn-hangzhou,     false",
    "crpi-0a1b2c3d4e5f6g7h-vpc.cn-hangzhou.personal.cr.aliyuncs.com, PERSONAL, cn-hangzhou, true",
  })
  void everyFormOfHostIsKnownAndMatchesOneOfKubeletsPatterns(
      String host, Edition edition, String region, boolean vpc) {
    assertThat(AlibabaRegistryHost.find(RegistryHost.parse(host)))
        .contains(new AlibabaRegistryHost(edition, region, vpc));
    assertThat(AlibabaRegistryHost.MATCH_IMAGES)
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(host + "/team/app"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.cn-hangzhou.aliyuncs.com.evil.example",
        "registry.cn-hangzhou.aliyuncs.com.cn",
        "evil.example.registry.cn-hangzhou.aliyuncs.com",
        "registry.cn-hangzhou.evil-aliyuncs.com",
        "registry-cn-hangzhou.aliyuncs.com",
        "registry.aliyuncs.com",
        "registry.hangzhou.aliyuncs.com",
        "xregistry.cn-hangzhou.aliyuncs.com",
        "registry-x.cn-hangzhou.aliyuncs.com",
        "a-registry.cn-hangzhou.aliyuncs.com",
        "a.registry.cn-hangzhou.cr.aliyuncs.com",
        "a-registry.cn-hangzhou.cr.aliyuncs.com.evil.example",
        "a-registry.cn-hangzhou.crx.aliyuncs.com",
        "a-registry.cn-hangzhou.cr-aliyuncs.com",
        "crpi-0a1b2c3d4e5f6g7h.cn-hangzhou.cr.aliyuncs.com",
        "registry.cn-hangzhou.aliyuncs.com:5000",
        // Hosts that customers of other services name.
        "registry.oss-cn-hangzhou.aliyuncs.com",
        "a-registry.oss-cn-hangzhou.aliyuncs.com",
        "registry.cn-hangzhou.log.aliyuncs.com",
        // ACK's own images.
        "registry-cn-hangzhou-vpc.ack.aliyuncs.com",
      })
  void noOtherHostIsTaken(String host) {
    assertThat(AlibabaRegistryHost.find(RegistryHost.parse(host))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a-registry.cn-hangzhou.aliyuncs.com,       true",
    "registry.aliyuncs.com,                     true",
    "registry.cn-hangzhou.aliyuncs.com.cn,      true",
    "registry-cn-hangzhou-vpc.ack.aliyuncs.com, false",
    "registry.example.com,                      false",
  })
  void aSimilarHostIsCorrected(String host, boolean similar) {
    assertThat(AlibabaRegistryHost.correction(host).isPresent()).isEqualTo(similar);
  }
}
