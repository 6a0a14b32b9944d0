// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a bundle's certificates count for which chain. */
class CaBundleTrustManagerTest {
  private static final X500Name NAME = new X500Name("O=Example Trust,CN=Root 1");

  private final TestCertificate root = TestCertificate.root(NAME);
  private final TestCertificate other = TestCertificate.root(new X500Name("CN=Other"));

  @TempDir private Path folder;

  @Test
  void looksAtThoseAloneThatTheChainNames() throws Exception {
    TestCertificate leaf = root.sign("leaf", false);
    TrustAnchors anchors = TrustAnchors.of(bundle(other, root));

    assertThat(anchors.namedBy(chain(leaf))).containsExactly(root.x509());
    assertTrusted(bundle(other, root), leaf);
  }

  @Test
  void anotherSpellingOfANameIsAnotherName() throws Exception {
    ASN1Encodable printable = new DERPrintableString("Example Trust");
    X500NameBuilder spelt = new X500NameBuilder(BCStyle.INSTANCE);
    spelt.addRDN(BCStyle.O, printable).addRDN(BCStyle.CN, new DERPrintableString("Root 1"));
    TestCertificate same = TestCertificate.root(spelt.build());
    TestCertificate renamed = new TestCertificate(root.x509(), same.keys());

    assertThat(same.x509().getSubjectX500Principal())
        .isEqualTo(root.x509().getSubjectX500Principal());
    assertTrusted(bundle(same), same.sign("leaf", false));
    assertDistrusted(bundle(same), renamed.sign("leaf", false));
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

  @Test
  void aRootWhoseTimeIsOverVouchesForNobodyAndItsSuccessorDoes() throws IOException {
    TestCertificate over = TestCertificate.root(NAME, Instant.parse("2021-01-01T00:00:00Z"));
    TestCertificate renewed = over.sign(over);

    assertRefused(
        "the trusted CA certificate CN=Root 1,O=Example Trust is not valid after 2021-01-01",
        bundle(over),
        over.sign("leaf", false));
    assertTrusted(bundle(renewed), over.sign("leaf", false));
    assertTrusted(bundle(over, renewed, root), over.sign("leaf", false));
    assertDistrusted(bundle(root), over.sign("leaf", false), over);
  }

  @Test
  void whatIsNoAuthorityVouchesForNobody() throws IOException {
    TestCertificate leaf = root.sign("leaf", false);

    assertDistrusted(bundle(root), leaf.sign("leaf", false), leaf);
    assertDistrusted(bundle(leaf), leaf.sign("leaf", false));
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

  @ParameterizedTest
  @ValueSource(ints = {3_000, 7_000, 100_000})
  void noNestingIsTooDeep(int depth) throws Exception {
    byte[] deep = sequences(depth);
    byte[] fields = {2, 1, 1, 0x30, 0, 0x30, 0, 0x30, 0}; // serial, algorithm, issuer, validity
    byte[] entry = sequence(sequence(concat(fields, deep)));
    Path file = Files.writeString(folder.resolve("bundle"), pem(entry) + root.pem());

    assertThat(CertificateNames.of(entry).subject()).isEqualTo(ByteBuffer.wrap(deep));
    assertTrusted(new CaBundle(List.of(file)), root.sign("leaf", false));
  }

  /** The JDK reads what is in a name only to print it. */
  @Test
  void aNameWithALengthPastItsEndIsOneLikeAnother() throws Exception {
    byte[] encoded = root.sign("unrelated", true).x509().getEncoded();
    int name = new String(encoded, ISO_8859_1).lastIndexOf("unrelated");
    encoded[name - 1] = 0x7f;

    assertThat(CertificateNames.of(encoded).issuer())
        .isEqualTo(CertificateNames.of(root.x509()).subject());
  }

  @Test
  void twoCertificatesInOneBlockAreNone() throws Exception {
    byte[] first = root.x509().getEncoded();
    Path file =
        Files.writeString(folder.resolve("bundle"), pem(concat(first, first)) + other.pem());

    assertTrusted(new CaBundle(List.of(file)), other.sign("leaf", false));
    assertDistrusted(new CaBundle(List.of(file)), root.sign("leaf", false));
  }

  private CaBundle bundle(TestCertificate... certificates) throws IOException {
    String pem =
        Arrays.stream(certificates).map(TestCertificate::pem).collect(Collectors.joining("# x\n"));
    return new CaBundle(List.of(Files.writeString(folder.resolve("bundle"), pem)));
  }

  private static X509Certificate[] chain(TestCertificate... certificates) {
    return Arrays.stream(certificates).map(TestCertificate::x509).toArray(X509Certificate[]::new);
  }

  /** So many, one in the other; written from the inside, so that nothing recurs here either. */
  private static byte[] sequences(int depth) {
    StringBuilder backwards = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      byte[] header = header(backwards.length());
      for (int k = header.length - 1; k >= 0; k--) {
        backwards.append((char) (header[k] & 0xff));
      }
    }
    return backwards.reverse().toString().getBytes(ISO_8859_1);
  }

  private static byte[] sequence(byte[] content) {
    return concat(header(content.length), content);
  }

  private static byte[] header(int length) {
    return length < 0x80
        ? new byte[] {0x30, (byte) length}
        : ByteBuffer.allocate(6).put((byte) 0x30).put((byte) 0x84).putInt(length).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static String pem(byte[] certificate) {
    String base64 = Base64.getMimeEncoder().encodeToString(certificate);
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }

  private static void assertTrusted(CaBundle bundle, TestCertificate... chain) {
    assertThat(verdict(bundle, chain)).isEqualTo("trusted");
  }

  private static void assertDistrusted(CaBundle bundle, TestCertificate... chain) {
    assertThat(verdict(bundle, chain)).isNotEqualTo("trusted");
  }

  private static void assertRefused(String because, CaBundle bundle, TestCertificate... chain) {
    assertThat(verdict(bundle, chain)).contains(because);
  }

  private static String verdict(CaBundle bundle, TestCertificate... certificates) {
    return TestCertificate.verdict(bundle, List.of(chain(certificates)), "leaf", Clock.systemUTC());
  }
}
