// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity bindings in the arguments of AKS's own entry, which has them while {@code
 * serviceAccountImagePullProfile} is on.
 *
 * @param options the options of podpass with the values of that entry, by their names
 */
record AksBindings(Map<String, String> options) {
  /** The option of podpass for the name of the endpoint. */
  static final String SNI = "--acr-identity-binding-sni";

  private static final Map<String, String> NAMES = names();

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("--ib-sni-name", SNI);
    names.put("--ib-apiserver-ip", "--acr-identity-binding-server");
    names.put("--ib-default-client-id", "--acr-client-id");
    names.put("--ib-default-tenant-id", "--acr-tenant-id");
    return Collections.unmodifiableMap(names);
  }

  /** Keeps the options in their order. */
  AksBindings {
    options = Collections.unmodifiableMap(options);
  }

  /** Reads the arguments of AKS's own entry; empty if they have no identity bindings. */
  static Optional<AksBindings> of(FileEntry stock) {
    Map<String, String> options = new LinkedHashMap<>();
    NAMES.forEach((theirs, ours) ->
        last(stock.arguments(), theirs).ifPresent(value -> options.put(ours, value)));
    return options.containsKey(SNI) ? Optional.of(new AksBindings(options)) : Optional.empty();
  }

  /** The last value of an option that is written as {@code --x=v} or {@code --x v}. */
  private static Optional<String> last(List<String> arguments, String name) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(name + "=")) {
        value = Optional.of(arguments.get(i).substring(name.length() + 1));
      } else if (arguments.get(i).equals(name) && i + 1 < arguments.size()) {
        value = Optional.of(arguments.get(i + 1));
      }
    }
    return value.filter(text -> !text.isBlank());
  }

  /** The options as arguments. */
  List<String> args() {
    List<String> args = new ArrayList<>();
    options.forEach((name, value) -> args.add(name + "=" + value));
    return args;
  }
}
