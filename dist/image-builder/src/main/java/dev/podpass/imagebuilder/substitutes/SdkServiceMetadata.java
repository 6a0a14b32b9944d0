// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Removes the endpoint metadata of all AWS services from the native executable: 300 classes, 3.3
 * MB, that are never used, because each request has its endpoint and region. The SDK handles a
 * service without metadata by default rules.
 */
@TargetClass(className = "software.amazon.awssdk.regions.internal.MetadataLoader")
final class SdkServiceMetadata {
  private SdkServiceMetadata() {}

  @Substitute
  static @Nullable ServiceMetadata serviceMetadata(String endpointPrefix) {
    return null;
  }
}
