// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.image.RegistryHost;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancesTest {
  @Test
  void aHostHasItsInstanceAndRegion() {
    Instances instances =
        Instances.parse(
            "a-registry-vpc.cn-beijing.cr.aliyuncs.com=cri-a,registry.example.com=cri-b@eu-central-1");

    assertThat(instances.byHost())
        .containsExactly(
            Map.entry(
                RegistryHost.parse("a-registry-vpc.cn-beijing.cr.aliyuncs.com"),
                new AlibabaRegistry("cn-beijing", true, Optional.of("cri-a"))),
            Map.entry(
                RegistryHost.parse("registry.example.com"),
                new AlibabaRegistry("eu-central-1", false, Optional.of("cri-b"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a-registry.cn-beijing.cr.aliyuncs.com                      | must be HOST=cri",
        "a-registry.cn-beijing.cr.aliyuncs.com=a                    | must be HOST=cri",
        "a-registry.cn-beijing.cr.aliyuncs.com=cri-a&InstanceId=b   | must be HOST=cri",
        "a-registry.cn-beijing.cr.aliyuncs.com=cri-a@cn-hangzhou    | is in the region cn-beijing",
        "registry.cn-beijing.aliyuncs.com=cri-a                     | is of Personal edition",
        "registry.example.com=cri-a                                 | add @REGION",
        "registry.example.com=cri-a@evil.example/                   | must be HOST=cri",
        "https://registry.example.com=cri-a@cn-beijing              | must be a registry host",
        "a.example=cri-a@cn-beijing,a.example=cri-b@cn-beijing      | names a.example twice",
      })
  void anythingElseIsRefused(String text, String because) {
    assertThatThrownBy(() -> Instances.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }
}
