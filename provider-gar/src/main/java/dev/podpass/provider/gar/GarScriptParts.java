// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ScriptTemplate;

/** The parts of {@link GarTrustScript}: constants, because the executable has no resources. */
final class GarScriptParts {
  static final ScriptTemplate TRUST_POOL = part("trust-pool.sh");
  static final ScriptTemplate POOL_SHARED = part("pool-shared.sh");
  static final ScriptTemplate POOL_ALONE = part("pool-alone.sh");
  static final ScriptTemplate TRUST_ACCOUNT = part("trust-account.sh");
  static final ScriptTemplate TRUST = part("trust.sh");
  static final ScriptTemplate REMOVE = part("remove.sh");
  static final ScriptTemplate REMOVE_ACCOUNT = part("remove-account.sh");
  static final ScriptTemplate POOL_VALUES = part("pool-values.sh");
  static final ScriptTemplate ACCOUNT_VALUES = part("account-values.sh");
  static final ScriptTemplate GCLOUD = part("gcloud.sh");
  static final ScriptTemplate KEYS = part("keys.sh");

  private GarScriptParts() {}

  private static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(GarScriptParts.class, name);
  }
}
