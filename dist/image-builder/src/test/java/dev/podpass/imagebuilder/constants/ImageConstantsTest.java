// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What {@link ImageConstants} looks for, planted into a heap that is no image's. */
class ImageConstantsTest {
  private static final Instant NOW = Instant.parse("2030-05-01T10:00:00Z");

  private final Findings findings =
      new Findings(new Suspicion(new MachineNames(Set.of("/home/builder"), "builder-7")));

  /** Each field is one thing that must not be found in an image. */
  @SuppressWarnings("UnusedVariable") // They are read by reflection.
  private static final class Planted {
    private static final Random RANDOM = new Random();
    private final RandomGenerator generator = RandomGenerator.getDefault();
    private final UUID id = UUID.randomUUID();
    private final int hashSeed = 42;
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ZoneId zone = ZoneId.of("Europe/Berlin");
    private final TimeZone timeZone = TimeZone.getTimeZone("Europe/Berlin");
    private final InetAddress address = InetAddress.getLoopbackAddress();
    private final InetSocketAddress socket = InetSocketAddress.createUnresolved("builder", 1);
    private final Certificate trusted = certificate();
    private final File temporary = new File("/tmp/x123");
    private final Path path = Path.of("/tmp/x456");
    private final String home = "/home/builder/.config";
    private final String host = "http://builder-7/";
  }

  private static Certificate certificate() {
    String pem =
        """
        -----BEGIN CERTIFICATE-----
        MIIBezCCASGgAwIBAgIUIsmEPsEa2LES+5wNm4TezdFX6lAwCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHYnVpbGRlcjAgFw0yNjExMjkyMDE4NTRaGA8yMTI2MTEwNTIw
        MTg1NFowEjEQMA4GA1UEAwwHYnVpbGRlcjBZMBMGByqGSM49AgEGCCqGSM49AwEH
        A0IABJAMKxSJ18lBWH4+tFRC+Mm+OUWqwiXkczdFF19D8u1qKk/I5TCSuVX3S5EM
        ebRfOpk67a1GfMDVDFc2dGDsd8GjUzBRMB0GA1UdDgQWBBSwvqAYAECbImkgxXe4
        a0hgE/IlezAfBgNVHSMEGDAWgBSwvqAYAECbImkgxXe4a0hgE/IlezAPBgNVHRMB
        Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC9SpR39ddrUOuZMDEobsXWI45p
        4J7wN33TFxq9sNiSzwIgMvOAao4vhy3nJdd534tDWlggH0LacXm2OGSRJqpOYQg=
        -----END CERTIFICATE-----
        """;
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void findsEachThingAndWhatHoldsIt() {
    Planted planted = new Planted();

    findings.reached(planted);
    findings.constantsOf(Planted.class);

    assertThat(findings.all())
        .hasSize(Planted.class.getDeclaredFields().length)
        .allMatch(line -> line.contains(" | " + Planted.class.getName() + "."));
    assertThat(Reasons.read().unexplained(findings.all())).hasSameSizeAs(findings.all());
  }

  @Test
  void findsWhatIsInAListOrHeldByNothingKnown() {
    List<Object> list = new ArrayList<>(List.of(Clock.fixed(NOW, ZoneOffset.UTC)));

    findings.reached(list.toArray());
    findings.reached(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    assertThat(findings.all())
        .containsExactly(
            "chance java.util.UUID 00000000-0000-0000-0000-000000000001 | ?",
            "clock java.time.Clock$FixedClock FixedClock[2030-05-01T10:00:00Z,Z] | java.lang.Object[]");
  }

  @Test
  void leavesAloneWhatIsWrittenInASource() {
    for (Object constant :
        List.of(
            Instant.EPOCH,
            Instant.MAX,
            Instant.parse("2030-04-30T10:00:00Z"),
            Date.from(Instant.parse("2038-01-19T03:14:07Z")),
            ZoneOffset.UTC,
            1_000_000_000_000L,
            BigInteger.valueOf(5_000_000_000_007L),
            "a text",
            Map.of("a", 1))) {
      findings.reached(constant);
    }

    assertThat(findings.all()).isEmpty();
  }

  @Test
  void aReasonIsForAWholeLine() {
    Reasons reasons = Reasons.of("# a reason\nclock java\\.time\\..* \\| a\\.B\\.c\n");

    assertThat(
            reasons.unexplained(
                List.of("clock java.time.Clock | a.B.c", "clock java.time.Clock | a.B.cd")))
        .containsExactly("clock java.time.Clock | a.B.cd");
  }
}
