// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.spi.image.RegistryHost;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Partitions, regions and domains are those of the metadata that the AWS SDK has. */
class SdkRegionsTest {
  private static final PartitionEndpointKey DUAL_STACK =
      PartitionEndpointKey.builder().tags(EndpointTag.DUALSTACK).build();

  /** All regions but the pseudo-regions of global services. */
  static List<Region> regions() {
    return Region.regions().stream().filter(region -> !region.isGlobalRegion()).toList();
  }

  /** The partitions of the file in the SDK's jar. */
  static List<JsonNode> partitions() throws IOException {
    try (InputStream file =
        Region.class.getResourceAsStream(
            "/software/amazon/awssdk/regions/internal/region/endpoints.json")) {
      List<JsonNode> partitions = new ArrayList<>();
      new JsonMapper()
          .readTree(Objects.requireNonNull(file))
          .get("partitions")
          .forEach(partitions::add);
      return partitions;
    }
  }

  @Test
  void thereAreNoOtherPartitions() throws IOException {
    assertThat(partitions())
        .extracting(partition -> partition.get("partition").textValue())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Partition.values()).map(Partition::id).toList());
    assertThat(regions()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("regions")
  void aRegionIsOfItsPartition(Region region) {
    PartitionMetadata theirs = region.metadata().partition();
    Partition ours = Partition.ofArn(theirs.id()).orElseThrow();

    assertThat(ours.suffix(false)).isEqualTo(theirs.dnsSuffix());
    assertThat(EcrRegistryHost.find(host("123456789012.dkr.ecr", region, theirs.dnsSuffix())))
        .contains(new Private("123456789012", region.id(), ours, false, false));
    assertThat(EcrRegistryHost.find(host("1.dkr.ecr", region, theirs.dnsSuffix()))).isEmpty();
  }

  private static RegistryHost host(String front, Region region, String suffix) {
    return RegistryHost.parse(front + "." + region.id() + "." + suffix);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aPartitionHasItsDomains(JsonNode partition) {
    Partition ours = Partition.ofArn(partition.get("partition").textValue()).orElseThrow();

    assertThat(ours.suffix(false)).isEqualTo(partition.get("dnsSuffix").textValue());
    PartitionMetadata metadata = PartitionMetadata.of(ours.id());
    String dualStack = metadata.dnsSuffix(DUAL_STACK);
    if (dualStack != null) {
      assertThat(ours.suffix(true)).isEqualTo(dualStack);
    }
  }

  /**
   * The SDK's pattern lists the areas of the world that it knows; ours has to match whatever theirs
   * does, and nothing that is another partition's.
   */
  @ParameterizedTest
  @MethodSource("partitions")
  void aRegionOfTomorrowIsOfItsPartition(JsonNode partition) {
    Partition ours = Partition.ofArn(partition.get("partition").textValue()).orElseThrow();
    String theirs = partition.get("regionRegex").textValue();
    List<String> tomorrow =
        Stream.of(
                "us-east-9",
                "eu-north-12",
                "il-south-2",
                "cn-south-1",
                "us-gov-south-1",
                "us-iso-north-1",
                "us-isob-south-2",
                "eu-isoe-east-3",
                "us-isof-west-4",
                "eusc-de-west-2")
            .filter(region -> region.matches(theirs))
            .toList();

    assertThat(tomorrow).isNotEmpty();
    for (String region : tomorrow) {
      assertThat(Partition.ofRegistry(region, ours.registrySuffix(false), false)).contains(ours);
      assertThat(Partition.ofRegistry(region, ours.registrySuffix(true), true)).contains(ours);
      assertThat(Arrays.stream(Partition.values()).filter(other -> other != ours))
          .allSatisfy(other ->
              assertThat(Partition.ofRegistry(region, other.registrySuffix(false), false))
                  .isNotEqualTo(Optional.of(other)));
    }
  }
}
