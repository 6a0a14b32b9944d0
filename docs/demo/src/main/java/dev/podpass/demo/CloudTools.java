// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.ExampleWorld;
import java.util.Map;

/**
 * Programs that play {@code aws}, {@code gcloud} and {@code az} where the page depends on what they
 * print. Nothing exists yet in their clouds, and they create nothing; {@code az} keeps the mark of
 * an identity beside itself.
 */
public final class CloudTools {
  private CloudTools() {}

  /** Shell scripts by the name of the program, for a cluster with this issuer. */
  public static Map<String, String> of(String issuer) {
    return Map.of("aws", aws(issuer), "gcloud", gcloud(), "az", az(issuer));
  }

  private static String aws(String issuer) {
    return """
    case "$*" in
    *describe-cluster*) echo %s ;;
    *get-caller-identity*) echo %s ;;
    'iam get-'*) echo NoSuchEntity >&2; exit 254 ;;
    esac
    """
        .formatted(issuer, ExampleWorld.ACCOUNT);
  }

  private static String gcloud() {
    return """
    case "$*" in
    *'providers describe'*) echo NOT_FOUND >&2; exit 1 ;;
    *'value(state)'*) echo ACTIVE ;;
    *'projects describe'*) echo my-project ;;
    esac
    """;
  }

  private static String az(String issuer) {
    return """
    case "$*" in
    *issuerUrl*) echo %s ;;
    *'federated-credential show'*) exit 3 ;;
    *'identity show'*'--output json'*) exit 3 ;;
    *'identity create'*) echo "$*" | sed 's/.* podpass=\\([^ ]*\\).*/\\1/' >"$0.mark" ;;
    *tags.podpass*) cat "$0.mark" ;;
    *'length(@)'*) echo 0 ;;
    *loginServer*) echo "$*" | sed 's/.*--name \\([^ ]*\\).*/\\1.azurecr.io an-id/' ;;
    *clientId*) echo %s ;;
    *tenantId*) echo %s ;;
    esac
    """
        .formatted(issuer, ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT);
  }
}
