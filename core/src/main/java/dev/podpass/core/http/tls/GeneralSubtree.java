// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.podpass.spi.http.IpLiteral;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A subtree of names of one type: a domain with its subdomains, or an address with its mask. */
record GeneralSubtree(int type, String base) {
  private static final int CONTEXT = 0x80;

  /** The subtrees of a list; other types are skipped unless the extension is critical. */
  static List<GeneralSubtree> list(DerElement subtrees, boolean critical)
      throws CertificateParsingException {
    List<GeneralSubtree> list = new ArrayList<>();
    for (DerElement subtree : subtrees.elements()) {
      DerElement name = subtree.first();
      GeneralSubtree read = new GeneralSubtree(name.tag() ^ CONTEXT, name.text());
      if (read.isText() || read.type == AlternativeName.IP) {
        read.requireWellFormed();
        list.add(read);
      } else if (critical) {
        throw new CertificateParsingException(
            "a certificate has nameConstraints of a type that is not understood");
      }
    }
    return list;
  }

  private boolean isText() {
    return AlternativeName.isText(type);
  }

  /** The local part of a base that is one mailbox, including the at sign. */
  private String mailbox() {
    return type == AlternativeName.EMAIL ? base.substring(0, base.lastIndexOf('@') + 1) : "";
  }

  private void requireWellFormed() throws CertificateParsingException {
    boolean wellFormed =
        isText()
            ? Domain.isConstraint(base.substring(mailbox().length())) && !mailbox().equals("@")
            : (base.length() == 8 || base.length() == 32) && endsInMask();
    if (!wellFormed) {
      throw unreadable();
    }
  }

  static CertificateParsingException unreadable() {
    return new CertificateParsingException("a certificate's nameConstraints cannot be read");
  }

  private boolean endsInMask() {
    byte[] ones = base.substring(base.length() / 2).getBytes(ISO_8859_1);
    BigInteger mask = new BigInteger(1, ones);
    return mask.signum() == 0
        || mask.bitCount() + mask.getLowestSetBit() == ones.length * Byte.SIZE;
  }

  /** Whether a name can be compared. */
  static boolean comparable(AlternativeName name) {
    return switch (name.type()) {
      case AlternativeName.DNS, AlternativeName.EMAIL, AlternativeName.URI ->
          name.domain().isPresent();
      case AlternativeName.IP -> IpLiteral.parse(name.text()).isPresent();
      default -> true;
    };
  }

  /** Whether all names that it stands for are in the subtree. */
  boolean holds(AlternativeName name) {
    if (type == AlternativeName.IP) {
      return IpLiteral.parse(name.text()).filter(this::contains).isPresent();
    }
    String mailbox = mailbox();
    Optional<String> domain = name.domain();
    if (!mailbox.isEmpty()) {
      return name.text().startsWith(mailbox)
          && domain.filter(base.substring(mailbox.length())::equalsIgnoreCase).isPresent();
    }
    return domain.filter(d -> Domain.within(d, base)).isPresent();
  }

  /** Whether any name that it stands for is in the subtree. */
  boolean touches(AlternativeName name) {
    return holds(name)
        || (isText() && name.domain().filter(d -> Domain.coversSibling(d, base)).isPresent());
  }

  private boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean same = bytes.length * 2 == base.length();
    for (int i = 0; same && i < bytes.length; i++) {
      int mask = base.charAt(bytes.length + i);
      same = (bytes[i] & mask) == (base.charAt(i) & mask);
    }
    return same;
  }
}
