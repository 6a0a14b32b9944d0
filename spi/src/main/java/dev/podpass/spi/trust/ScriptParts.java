// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

/**
 * Shell functions that the scripts of all clouds use. The scripts set {@code issuer}, {@code
 * namespace} and {@code service_account} first.
 *
 * @since 0.1
 */
public final class ScriptParts {
  /** {@code fail MESSAGE} and {@code say MESSAGE}. */
  public static final ScriptTemplate MESSAGES = part("messages.sh");

  /** {@code check_cluster}, which ends the script if kubectl is set to another cluster. */
  public static final ScriptTemplate CLUSTER = part("cluster.sh");

  /** {@code annotate KEY VALUE}. */
  public static final ScriptTemplate ANNOTATE = part("annotation.sh").then(part("annotate.sh"));

  /** {@code remove_annotation KEY VALUE}. */
  public static final ScriptTemplate REMOVE_ANNOTATION =
      part("annotation.sh").then(part("remove-annotation.sh"));

  private ScriptParts() {}

  private static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(ScriptParts.class, name);
  }
}
