// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The scripts of a guide: files that are printed as they are, behind the assignments of the values.
 *
 * @param grant the script that grants
 * @param remove the script that removes what the other one grants
 * @since 0.1
 */
public record TrustScripts(String grant, String remove) {
  /** Where there is a Terraform module only. */
  public static final TrustScripts NONE = new TrustScripts("", "");

  /** What a shell takes literally between quotes, and no program takes as an option. */
  private static final Pattern PLAIN = Pattern.compile("(?!-)[A-Za-z0-9 _.,:/@+=~()*-]*");

  /**
   * {@return the files that lie beside a class: those of all providers, the parts, and {@code
   * grant.sh} or {@code remove.sh}} To be called for constants only: the executable has no
   * resources.
   *
   * @param type a class in the package of the files
   * @param prefix the beginning of the names of the last two
   * @param parts the files that both scripts begin with
   */
  public static TrustScripts beside(Class<?> type, String prefix, String... parts) {
    StringBuilder common = new StringBuilder(read(TrustScripts.class, "common.sh"));
    for (String part : parts) {
      common.append(read(type, part));
    }
    return new TrustScripts(
        common + read(type, prefix + "grant.sh"), common + read(type, prefix + "remove.sh"));
  }

  private static String read(Class<?> type, String name) {
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }

  /**
   * Returns the text.
   *
   * @throws CredentialException of kind {@code USAGE} if a shell or Terraform could take it for
   *     anything else than a text
   */
  static String plain(String text) {
    if (!PLAIN.matcher(text).matches()) {
      throw TrustRequest.refused(
          "\"" + text + "\" cannot stand in a script", "use plain letters and digits");
    }
    return text;
  }
}
