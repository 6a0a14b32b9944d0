// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Removes WS-Trust from the native executable. MSAL uses it for federated users with passwords,
 * which podpass has none of; it brings all of the JDK's XML: schemas, XPath, transformations.
 */
@TargetClass(className = "com.microsoft.aad.msal4j.WSTrustRequest")
final class SdkWsTrust {
  private SdkWsTrust() {}

  @Substitute
  @SuppressWarnings("DoNotCallSuggester")
  static Response execute(
      String url,
      String user,
      String password,
      String audience,
      RequestContext context,
      ServiceBundle services,
      boolean log) {
    throw new UnsupportedOperationException("no user signs in by password here");
  }

  @TargetClass(className = "com.microsoft.aad.msal4j.WSTrustResponse")
  static final class Response {}

  @TargetClass(className = "com.microsoft.aad.msal4j.RequestContext")
  static final class RequestContext {}

  @TargetClass(className = "com.microsoft.aad.msal4j.ServiceBundle")
  static final class ServiceBundle {}
}
