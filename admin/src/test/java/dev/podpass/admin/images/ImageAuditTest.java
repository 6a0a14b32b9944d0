// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podpass.admin.images.ImageAudit.Row;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.ImageVerification;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.Sourced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubelet's records say of the images that podpass serves. */
class ImageAuditTest {
  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  private static final String APP = REGISTRY + "/team-a/app";
  private static final String ENTRY =
      """
      - name: podpass-ecr
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        matchImages: ["*.dkr.ecr.*.amazonaws.com"]
        defaultCacheDuration: 0s
        args: ["--audit-log=/var/log/podpass/audit.log"]
        tokenAttributes: {serviceAccountTokenAudience: sts.amazonaws.com, cacheType: ServiceAccount, requireServiceAccount: true}
      """;
  private static final String OF_APP =
      "\"kubernetesServiceAccounts\":[{\"uid\":\"u\",\"namespace\":\"team-a\",\"name\":\"app\"}]";
  private static final String OPEN = "\"nodePodsAccessible\":true";

  @TempDir private Path root;

  private String entries = ENTRY;
  private Optional<Sourced<String>> gate = Optional.empty();
  private Optional<Sourced<String>> policy = Optional.empty();
  private List<String> allowlist = List.of();
  private String version = "v1.37.2";

  @BeforeEach
  void directory() throws IOException {
    Files.createDirectories(pulled());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1alpha1", "v1beta1", "v1"})
  void theServiceAccountsThatHavePulledAnImageMayStartIt(String apiVersion) throws IOException {
    record(apiVersion, "sha256:1", APP, OF_APP);

    ImageAudit audit = audit();

    assertThat(audit.isGood()).isTrue();
    assertThat(audit.images())
        .containsExactly(new Row(APP, false, Map.of("team-a/app", Set.of()), List.of(), List.of()));
    assertThat(audit.verification()).isEqualTo("NeverVerifyPreloadedImages, the default");
    assertThat(audit.preloaded()).isTrue();
  }

  @Test
  void anImageThatWasPulledOnceAsNoServiceAccountIsOpen() throws IOException {
    record("v1beta1", "sha256:1", APP, OPEN);
    record("v1beta1", "sha256:2", REGISTRY + "/team-a/other", OF_APP);
    record("v1beta1", "sha256:3", "quay.io/team-a/elsewhere", OPEN);

    ImageAudit audit = audit();

    assertThat(audit.isGood()).isFalse();
    assertThat(audit.open()).isEqualTo(1);
    assertThat(audit.others()).as("of registries that podpass does not serve").isEqualTo(1);
    assertThat(audit.images())
        .extracting(Row::image, Row::open)
        .containsExactly(tuple(APP, true), tuple(REGISTRY + "/team-a/other", false));
    assertThat(audit.images().getFirst().why())
        .singleElement()
        .asString()
        .startsWith("pulled with a credential of no service account");
  }

  @Test
  void anImageIsOpenIfItIsUnderOneOfItsReferences() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    record("v1beta1", "sha256:2", APP, OPEN);

    assertThat(audit().open()).isEqualTo(1);
    assertThat(audit().images().getFirst().accounts()).containsKey("team-a/app");
  }

  @Test
  void secretsAreNamed() throws IOException {
    record(
        "v1beta1",
        "sha256:1",
        APP,
        "\"kubernetesSecrets\":[{\"uid\":\"u\",\"namespace\":\"team-a\",\"name\":\"pull\",\"credentialHash\":\"h\"}]");

    assertThat(audit().images().getFirst().secrets()).containsExactly("team-a/pull");
    assertThat(audit().isGood()).isTrue();
  }

  @Test
  void theAuditLogNamesTheIdentities() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    Files.createDirectories(root.resolve("var/log/podpass"));
    line("audit.log.5", "ok", "r0");
    line("audit.log.1", "ok", "r1");
    line("audit.log", "ok", "r2");
    line("audit.log", "not_renewed", "r3");
    line("audit.log", "denied", "r4");
    line("audit.log", "placeholder", "r5");
    Files.writeString(
        root.resolve("var/log/podpass/audit.log"), "garbage\n{}\n", StandardOpenOption.APPEND);

    assertThat(audit().images().getFirst().accounts())
        .containsEntry("team-a/app", Set.of("role r0", "role r1", "role r2", "role r3"));
    assertThat(audit().skipped()).isEmpty();
  }

  /** As kubelet's garbage collection leaves them: it deletes the records of images in use. */
  @ParameterizedTest
  @CsvSource({
    "v1.37.2, NeverVerifyPreloadedImages, true",
    "v1.37.2, AlwaysVerify, false",
    "v1.34.4, NeverVerifyPreloadedImages, false"
  })
  void anImageThatPodpassPulledAndThatHasNoRecordIsNamed(String kubelet, String name, boolean named)
      throws IOException {
    record("v1beta1", "sha256:1", REGISTRY + "/team-a/other", OF_APP);
    Files.createDirectories(root.resolve("var/log/podpass"));
    line("audit.log", "ok", "r1");
    version = kubelet;
    policy = Optional.of(new Sourced<>(name, "f"));

    assertThat(audit().unrecorded()).isEqualTo(named ? List.of(APP) : List.of());
    assertThat(audit().isGood()).isEqualTo(!kubelet.equals("v1.34.4"));

    record("v1beta1", "sha256:2", APP, OF_APP);
    assertThat(audit().unrecorded()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "v1.34.4, '', '', 'kubelet is v1.34.4, from the API server, and verifies images since"
        + " Kubernetes 1.35'",
    "v1.32.1, '', '', 'kubelet is v1.32.1, from the API server, and verifies images since"
        + " Kubernetes 1.35'",
    "v1.37.2, false, '', 'the feature gate KubeletEnsureSecretPulledImages is false, from f'",
    "v1.37.2, '', NeverVerify, 'imagePullCredentialsVerificationPolicy is NeverVerify, from f'"
  })
  void aKubeletThatVerifiesNothingLeavesEverythingOpen(
      String kubelet, String set, String name, String because) throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    version = kubelet;
    gate = Optional.of(set).filter(it -> !it.isEmpty()).map(it -> new Sourced<>(it, "f"));
    policy = Optional.of(name).filter(it -> !it.isEmpty()).map(it -> new Sourced<>(it, "f"));

    ImageAudit audit = audit();

    assertThat(audit.unverified()).contains(because);
    assertThat(audit.isGood()).isFalse();
    assertThat(audit.open()).isEqualTo(1);
    assertThat(audit.images().getFirst().why()).contains(because);
  }

  @Test
  void theGateMakesA134Verify() throws IOException {
    record("v1alpha1", "sha256:1", APP, OF_APP);
    version = "v1.34.4";
    gate = Optional.of(new Sourced<>("true", "f"));

    assertThat(audit().isGood()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/team-a/*, true", "/team-a/app, true", "/team-a, false", "/team-b/*, false"})
  void theAllowlistOpensWhatItNames(String entry, boolean open) throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    policy = Optional.of(new Sourced<>("NeverVerifyAllowlistedImages", "f"));
    allowlist = List.of(REGISTRY + entry);

    assertThat(audit().images().getFirst().open()).isEqualTo(open);
    assertThat(audit().preloaded()).isFalse();
  }

  @Test
  void aPolicyThatIsNotKnownIsSaid() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    policy = Optional.of(new Sourced<>("SometimesVerify", "f"));

    assertThat(audit().verification())
        .isEqualTo(
            "SometimesVerify, from f (podpass does not know it, and judges as by the default)");
    assertThat(audit().isGood()).isTrue();
  }

  @Test
  void anEntryThatWillOpenAnImageIsNamed() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    entries =
        ENTRY.replace("args: [", "args: [\"--otherwise=node\", ")
            + """
            - name: ecr-credential-provider
              apiVersion: credentialprovider.kubelet.k8s.io/v1
              matchImages: ["*.dkr.ecr.*.amazonaws.com"]
              defaultCacheDuration: 12h
            """;

    Row row = audit().images().getFirst();

    assertThat(row.open()).isFalse();
    assertThat(row.why())
        .containsExactly(
            "the entry podpass-ecr lets static pods pull as the node: such a pull opens the image",
            "the entry ecr-credential-provider matches it and has no tokenAttributes: each pull by"
                + " it opens the image");
  }

  @ParameterizedTest
  @CsvSource({"ecr-credential-provider, true", "my-plugin, false"})
  void anEntryWhoseProgramIsNotKnownIsSaid(String name, boolean served) throws IOException {
    record("v1beta1", "sha256:1", APP, OPEN);
    entries = ENTRY.replace("podpass-ecr", name);

    assertThat(audit().open())
        .as("by the name of the plugin it replaces")
        .isEqualTo(served ? 1 : 0);
    assertThat(audit().unknown()).hasSize(served ? 0 : 1);
  }

  @Test
  void settingsThatCannotBeReadAreSaid() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    entries = ENTRY.replace("args: [", "args: [\"@/etc/missing\", ");

    assertThat(audit().unknown())
        .singleElement()
        .asString()
        .startsWith("the settings of podpass-ecr cannot be read: ");
  }

  @Test
  void withoutRecordsNothingIsKnownToBeClosed() throws IOException {
    Files.delete(pulled());

    ImageAudit audit = audit();

    assertThat(audit.isGood()).isFalse();
    assertThat(audit.images()).isEmpty();
    assertThat(audit.records())
        .isEqualTo(
            "/var/lib/kubelet/image_manager/pulled does not exist: this kubelet has kept no"
                + " records");
  }

  @Test
  void whatIsInRecordsThatCannotBeTrustedOrReadIsNotKnown() throws IOException {
    record("v1beta1", "sha256:good", APP, OF_APP);
    Files.writeString(pulled().resolve("sha256-0.tmp"), "being written");
    write("sha256:damaged", "{\"kind\":");
    write("sha256:empty", "");
    record("v2", "sha256:unknown", APP, OPEN);
    write("sha256:kind", json("v1", "sha256:kind", APP, OPEN).replace("PulledRecord", "Other"));
    write("sha256:of", json("v1", "sha256:another", APP, OPEN));
    write("sha256:huge", json("v1", "sha256:huge", APP, OPEN) + " ".repeat(4 << 20));
    Path writable = record("v1", "sha256:writable", APP, OPEN);
    Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path target = Files.writeString(root.resolve("target"), json("v1", "sha256:link", APP, OPEN));
    Files.createSymbolicLink(file("sha256:link"), target);
    Files.createDirectory(file("sha256:directory"));

    ImageAudit audit = audit();

    assertThat(audit.open()).isZero();
    assertThat(audit.images()).hasSize(1);
    assertThat(audit.unknown())
        .containsExactlyInAnyOrder(
            unread(1, "sha256:damaged") + ": the JSON is cut short",
            unread(1, "sha256:empty") + ": it is empty",
            unread(1, "sha256:unknown")
                + ": it is ImagePulledRecord of kubelet.config.k8s.io/v2, which podpass does not"
                + " know",
            unread(1, "sha256:kind")
                + ": it is ImageOther of kubelet.config.k8s.io/v1, which podpass does not know",
            unread(1, "sha256:of")
                + ": it is of the image sha256:another, for which kubelet does not read this file",
            unread(1, "sha256:huge") + ": it is larger than 4 MiB",
            unread(1, "sha256:writable") + ": another user can change it",
            unread(2, "sha256:directory") + ": it is not a regular file");
  }

  @Test
  void aDirectoryOfMoreRecordsThanImagesFitOnANodeIsNotRead() throws IOException {
    for (int file = 0; file <= 10_000; file++) {
      Files.createFile(pulled().resolve("sha256-%064x".formatted(file)));
    }

    assertThat(audit().records())
        .isEqualTo("/var/lib/kubelet/image_manager/pulled has more than 10000 records");
    assertThat(audit().isGood()).isFalse();
  }

  @Test
  void anAuditLogThatCannotBeTrustedOrReadIsNamedAndTheRecordsCount() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    Path logs = Files.createDirectories(root.resolve("var/log/podpass"));
    Path target = Files.createFile(root.resolve("target"));
    Files.createSymbolicLink(logs.resolve("audit.log"), target);
    line("audit.log.1", "ok", "r1");
    Files.setPosixFilePermissions(
        logs.resolve("audit.log.1"), PosixFilePermissions.fromString("rw-rw-rw-"));

    ImageAudit audit = audit();

    assertThat(audit.skipped())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("/var/log/podpass/audit.log: "))
        .anyMatch(line -> line.startsWith("/var/log/podpass/audit.log.1: "));
    assertThat(audit.images())
        .containsExactly(new Row(APP, false, Map.of("team-a/app", Set.of()), List.of(), List.of()));
  }

  @Test
  void aDirectoryThatOthersCanChangeIsNotRead() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP);
    Files.setPosixFilePermissions(pulled(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(audit().images()).isEmpty();
    assertThat(audit().isGood()).isFalse();
  }

  @Test
  void whatIsInARecordMovesNoCursor() throws IOException {
    record("v1beta1", "sha256:1", APP, OF_APP.replace("\"app\"", "\"a\\u001b[2J\""));

    assertThat(audit().images().getFirst().accounts()).containsOnlyKeys("team-a/a?[2J");
  }

  private ImageAudit audit() {
    List<FileEntry> read =
        TestPrograms.entries(
            "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:\n"
                + entries,
            NodeFiles.below(root),
            "/opt/bin",
            Map.of());
    return ImageAudit.of(
        NodeFiles.below(root),
        new ImageVerification("/var/lib/kubelet", gate, policy, allowlist),
        read,
        Optional.of(new Sourced<>(version, "the API server")),
        true);
  }

  private Path pulled() {
    return root.resolve("var/lib/kubelet/image_manager/pulled");
  }

  private Path file(String reference) {
    return pulled().resolve(PullRecordReader.fileName(reference));
  }

  private static String unread(int records, String reference) {
    return "%d unreadable records, such as %.19s…"
        .formatted(records, PullRecordReader.fileName(reference));
  }

  private Path write(String reference, String content) throws IOException {
    return Files.write(file(reference), content.getBytes(UTF_8));
  }

  private Path record(String apiVersion, String reference, String image, String credentials)
      throws IOException {
    return write(reference, json(apiVersion, reference, image, credentials));
  }

  private static String json(
      String apiVersion, String reference, String image, String credentials) {
    return """
    {"kind":"ImagePulledRecord","apiVersion":"kubelet.config.k8s.io/%s",\
    "lastUpdatedTime":"2026-11-25T10:00:00Z","imageRef":"%s","credentialMapping":{"%s":{%s}}}
    """
        .formatted(apiVersion, reference, image, credentials);
  }

  private void line(String log, String result, String role) throws IOException {
    Files.writeString(
        root.resolve("var/log/podpass").resolve(log),
        """
        {"time":"2026-11-25T10:00:00Z","result":"%s","image":"%s","namespace":"team-a","service_account":"app","identity":{"role":"%s"}}
        """
            .formatted(result, APP, role),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
