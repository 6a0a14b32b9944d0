// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Keeps the endpoints of all of AWS's services out of the native executable: 300 classes, of which
 * none is asked, for each request brings its endpoint and region. The SDK takes a service without
 * metadata for one like any other.
 */
@TargetClass(className = "software.amazon.awssdk.regions.internal.MetadataLoader")
final class SdkServiceMetadata {
  private SdkServiceMetadata() {}

  @Substitute
  static @Nullable ServiceMetadata serviceMetadata(String endpointPrefix) {
    return null;
  }
}
