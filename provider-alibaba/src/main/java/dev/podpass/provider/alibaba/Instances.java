// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.provider.alibaba.AlibabaRegistryHost.Edition;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Redaction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The instances of Enterprise edition, by their hosts. An instance's default host names its region,
 * and a domain of the operator's own does not.
 */
public record Instances(Map<RegistryHost, AlibabaRegistry> byHost) {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<host>[^=@]+)=(?<id>cri-[a-z0-9]{1,64})(?:@" + AlibabaRegistryHost.REGION + ")?");

  public Instances {
    byHost = Collections.unmodifiableMap(byHost);
  }

  /**
   * Parses {@code HOST=cri-…}, or {@code HOST=cri-…@REGION} for another domain, several separated
   * by commas.
   */
  static Instances parse(String text) {
    Map<RegistryHost, AlibabaRegistry> found = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher entry = ENTRY.matcher(part);
      if (!entry.matches()) {
        throw new IllegalArgumentException(
            "must be HOST=cri-…, or HOST=cri-…@REGION for a domain of your own, separated by"
                + " commas");
      }
      RegistryHost host = host(entry.group("host"));
      if (found.put(host, registry(host, entry)) != null) {
        throw new IllegalArgumentException("names " + host + " twice");
      }
    }
    return new Instances(found);
  }

  private static RegistryHost host(String text) {
    try {
      return RegistryHost.parse(text);
    } catch (CredentialException _) {
      throw new IllegalArgumentException(Redaction.quoted(text) + " must be a registry host");
    }
  }

  private static AlibabaRegistry registry(RegistryHost host, Matcher entry) {
    Optional<String> region = Optional.ofNullable(entry.group("region"));
    Optional<AlibabaRegistryHost> known = AlibabaRegistryHost.find(host);
    if (known.filter(one -> one.edition() == Edition.PERSONAL).isPresent()) {
      throw new IllegalArgumentException(
          host + " is of Personal edition, which has no instance id");
    }
    String itsRegion =
        known
            .map(AlibabaRegistryHost::region)
            .or(() -> region)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    host + " does not name its region: add @REGION to the instance id"));
    if (region.filter(one -> !one.equals(itsRegion)).isPresent()) {
      throw new IllegalArgumentException(host + " is in the region " + itsRegion);
    }
    boolean vpc = known.filter(AlibabaRegistryHost::vpc).isPresent();
    return new AlibabaRegistry(itsRegion, vpc, Optional.of(entry.group("id")));
  }

  @Override
  public String toString() {
    return byHost.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().instance().orElse(""))
        .collect(Collectors.joining(","));
  }
}
