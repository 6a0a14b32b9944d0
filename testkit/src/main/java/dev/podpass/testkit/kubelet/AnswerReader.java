// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.util.Optional;

/**
 * Reads a plugin's standard output as strictly as kubelet, and refuses in kubelet's words.
 *
 * @param apiVersion the version that the provider is configured with
 * @param token the service account token that the plugin was given, if any
 */
public record AnswerReader(String apiVersion, Optional<String> token, CacheType cacheType) {

  /** For the answer to a request, of a provider that is cached by service account. */
  public static AnswerReader of(PluginRequest request) {
    return new AnswerReader(
        request.apiVersion(), request.serviceAccountToken(), CacheType.SERVICE_ACCOUNT);
  }

  /** With another cache type. */
  public AnswerReader cachedBy(CacheType type) {
    return new AnswerReader(apiVersion, token, type);
  }

  /**
   * Reads an answer.
   *
   * @throws RefusedByKubelet if kubelet would not use it
   */
  public PluginAnswer read(byte[] stdout) {
    ResponseDocument document = ResponseDocument.parse(stdout);
    if (!document.apiVersion().equals(apiVersion)) {
      throw new RefusedByKubelet(
          "apiVersion from credential plugin response did not match expected apiVersion:%s, actual apiVersion:%s"
              .formatted(apiVersion, document.apiVersion()));
    }
    ResponseDocument.Fields fields = document.decode();
    if (cacheType != CacheType.TOKEN && token.isPresent()) {
      requireNoEcho(fields, token.get());
    }
    CacheKeyType cacheKeyType =
        CacheKeyType.of(fields.cacheKeyType())
            .orElseThrow(() ->
                new RefusedByKubelet(
                    "credential provider plugin did not return a valid cacheKeyType: "
                        + fields.cacheKeyType()));
    return new PluginAnswer(cacheKeyType, fields.cacheDuration(), fields.auth());
  }

  private static void requireNoEcho(ResponseDocument.Fields fields, String token) {
    if (fields.auth().values().stream().anyMatch(login -> login.password().equals(token))) {
      throw new RefusedByKubelet(
          "credential provider plugin returned the service account token as the password which is"
              + " not allowed when service account cache type is not set to 'Token'");
    }
  }
}
