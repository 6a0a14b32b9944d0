// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom a bundle trusts: always whom the JDK would trust with all of it. Host names and server
 * certificates that are over are {@code DoorTest}'s.
 */
class BundleTrustTest {
  private static final X500Name NAME = new X500Name("O=Example Trust,CN=Root 1");

  private final TestCertificate root = TestCertificate.root(NAME);
  private final TestCertificate other = TestCertificate.root(new X500Name("CN=Other"));

  @TempDir private Path folder;

  @Test
  void looksAtThoseAloneThatTheChainNames() throws Exception {
    TestCertificate leaf = root.sign("leaf", false);
    TrustAnchors anchors = TrustAnchors.of(bundle(other, root));

    assertThat(anchors.namedBy(chain(leaf)).getAcceptedIssuers()).containsExactly(root.x509());
    assertTrusted(bundle(other, root), leaf);
  }

  @Test
  void anotherSpellingOfANameIsTheSameName() throws Exception {
    ASN1Encodable printable = new DERPrintableString("EXAMPLE  TRUST");
    X500NameBuilder spelt = new X500NameBuilder(BCStyle.INSTANCE);
    spelt.addRDN(BCStyle.O, printable).addRDN(BCStyle.CN, new DERPrintableString("root 1"));
    TestCertificate same = TestCertificate.root(spelt.build());
    TestCertificate leaf = new TestCertificate(root.x509(), same.keys()).sign("leaf", false);

    assertThat(TrustAnchors.of(bundle(same, other)).namedBy(chain(leaf)).getAcceptedIssuers())
        .containsExactly(same.x509());
    assertTrusted(bundle(same, other), leaf);
  }

  @Test
  void aCrossSignedAuthorityIsTrustedByEitherRoot() throws IOException {
    TestCertificate crossSigned = other.sign(root);
    TestCertificate leaf = root.sign("leaf", false);

    assertTrusted(bundle(root), leaf, crossSigned);
    assertTrusted(bundle(other), leaf, crossSigned);
    assertDistrusted(bundle(TestCertificate.root(new X500Name("CN=Third"))), leaf, crossSigned);
  }

  @Test
  void eachOfTwoRootsOfOneNameIsTried() throws IOException {
    TestCertificate twin = TestCertificate.root(NAME);

    assertTrusted(bundle(twin, root), root.sign("leaf", false));
    assertTrusted(bundle(twin, root), twin.sign("leaf", false));
    assertDistrusted(bundle(twin), root.sign("leaf", false));
  }

  /** RFC 5280 (6.1) gives an anchor a name and a key, and no dates; the JDK keeps to that. */
  @Test
  void aRootWhoseTimeIsOverIsAnAnchorStillWithAndWithoutItsSuccessor() throws IOException {
    TestCertificate over = TestCertificate.root(NAME, Instant.parse("2021-01-01T00:00:00Z"));
    TestCertificate renewed = over.sign(over);

    assertTrusted(bundle(over), over.sign("leaf", false));
    assertTrusted(bundle(renewed), over.sign("leaf", false));
    assertTrusted(bundle(over, renewed, root), over.sign("leaf", false));
    assertDistrusted(bundle(root), over.sign("leaf", false), over);
  }

  @Test
  void whatIsNoAuthorityVouchesForNobody() throws IOException {
    TestCertificate leaf = root.sign("leaf", false);

    assertDistrusted(bundle(root), leaf.sign("victim", false), leaf);
  }

  @Test
  void theOrderOfTheChainDoesNotMatter() throws IOException {
    TestCertificate first = root.sign("first", true);
    TestCertificate second = first.sign("second", true);
    TestCertificate leaf = second.sign("leaf", false);

    assertTrusted(bundle(root), leaf, second, first);
    assertTrusted(bundle(root), leaf, first, second);
    assertTrusted(bundle(root), leaf, root, first, second);
    assertDistrusted(bundle(root), leaf, first);
  }

  @Test
  void aServersOwnCertificateInTheBundleIsTrusted() throws IOException {
    TestCertificate leaf = root.sign("leaf", false);

    assertTrusted(bundle(leaf, other), leaf);
  }

  @Test
  void aChangedBundleCountsAtTheNextPull() throws IOException {
    TestCertificate leaf = root.sign("leaf", false);
    assertDistrusted(bundle(other), leaf);
    assertTrusted(bundle(other, root), leaf);
    assertDistrusted(bundle(other), leaf);
  }

  @Test
  void whatIsBrokenInTheBundleDistrustsNothingElse() throws IOException {
    String pem = root.pem();
    String broken = pem.replaceFirst("\n.{64}", "\nAAAA");
    String cut = pem.substring(0, pem.length() / 2);
    Path file = Files.writeString(folder.resolve("bundle"), broken + "# x\n" + pem + cut);

    assertTrusted(new CaBundle(List.of(file)), root.sign("leaf", false));
  }

  private CaBundle bundle(TestCertificate... certificates) throws IOException {
    String pem =
        Arrays.stream(certificates).map(TestCertificate::pem).collect(Collectors.joining("# x\n"));
    return new CaBundle(List.of(Files.writeString(folder.resolve("bundle"), pem)));
  }

  private static X509Certificate[] chain(TestCertificate... certificates) {
    return Arrays.stream(certificates).map(TestCertificate::x509).toArray(X509Certificate[]::new);
  }

  private static void assertTrusted(CaBundle bundle, TestCertificate... chain) {
    assertThat(verdict(bundle, chain)).isEqualTo("trusted");
  }

  private static void assertDistrusted(CaBundle bundle, TestCertificate... chain) {
    assertThat(verdict(bundle, chain)).isNotEqualTo("trusted");
  }

  private static String verdict(CaBundle bundle, TestCertificate... certificates) {
    X509Certificate[] chain = chain(certificates);
    String verdict = verdict(() -> BundleTrust.of(bundle).checkServerTrusted(chain, "ECDHE_ECDSA"));
    assertThat(verdict)
        .isEqualTo(
            verdict(() -> TrustAnchors.of(bundle).all().checkServerTrusted(chain, "ECDHE_ECDSA")));
    return verdict;
  }

  /** Makes one verdict. */
  @FunctionalInterface
  private interface Judgement {
    void pass() throws CertificateException;
  }

  private static String verdict(Judgement judgement) {
    try {
      judgement.pass();
      return "trusted";
    } catch (CertificateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
