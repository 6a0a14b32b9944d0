// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/**
 * Reads the errors of Alibaba Cloud: {@code Code}, {@code Message} and {@code RequestId}, which the
 * API of Personal edition writes in lower case.
 */
final class AlibabaError {
  private static final JsonErrorReader READER = new JsonErrorReader(List.of("Code", "code"));

  private AlibabaError() {}

  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> of(step, response));
  }

  static CloudError of(ExchangeStep step, HttpResponse response) {
    CloudError error = READER.read(step, response);
    return new CloudError(
        step,
        error.status(),
        error.code(),
        text(response, "Message", "message"),
        text(response, "RequestId", "requestId").map(id -> "request id " + id));
  }

  /** An error of status 400 that is temporary. */
  static boolean isThrottling(HttpResponse response) {
    return response.status() == 400
        && text(response, "Code", "code").filter(AlibabaError::isThrottling).isPresent();
  }

  static boolean isThrottling(String code) {
    return code.equals("Throttling") || code.startsWith("Throttling.");
  }

  /** Whether the request has been sent before: each signature is for one. */
  static boolean isUsedNonce(HttpResponse response) {
    return response.status() == 400
        && text(response, "Code", "code").equals(Optional.of("SignatureNonceUsed"));
  }

  private static Optional<String> text(HttpResponse response, String field, String otherwise) {
    return JsonErrorReader.text(response, field)
        .or(() -> JsonErrorReader.text(response, otherwise));
  }
}
