// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlReader.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CredentialProviderConfig} that was read from a file, with kubelet's findings about it.
 */
public final class ConfigFile {
  private static final Set<String> API_VERSIONS =
      Set.of(
          "kubelet.config.k8s.io/v1",
          "kubelet.config.k8s.io/v1beta1",
          "kubelet.config.k8s.io/v1alpha1");

  private List<FileEntry> entries = List.of();
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Mapping root;

  private ConfigFile() {}

  /** Reads YAML or JSON and validates it as kubelet does; every fault is a finding. */
  public static ConfigFile read(String text) {
    ConfigFile file = new ConfigFile();
    try {
      List<YamlValue> documents = YamlReader.read(text);
      if (documents.isEmpty()) {
        file.findings.add(Finding.rejected(1, "the file is empty"));
        return file;
      }
      if (documents.size() > 1) {
        int line = documents.get(1).position().line();
        file.findings.add(Finding.ineffective(line, "kubelet reads the first document only"));
      } else if (documents.getFirst() instanceof Mapping root) {
        file.root = root;
      }
      file.entries =
          Fields.read(documents.getFirst(), "", file.findings, file::document).orElse(List.of());
    } catch (YamlSyntaxException e) {
      file.findings.add(Finding.rejected(e.line(), "it cannot be read as YAML: " + e.getMessage()));
    }
    return file;
  }

  public List<FileEntry> entries() {
    return entries;
  }

  public List<Finding> findings() {
    return Stream.of(findings, EntryRules.check(entries), PatternFlaws.check(entries))
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Finding::line))
        .toList();
  }

  /** All of it, to be edited. */
  Mapping root() {
    if (root == null) {
      Finding first = findings.getFirst();
      throw uneditable("line " + first.line() + ": " + first.message());
    }
    return root;
  }

  static CredentialException uneditable(String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the configuration cannot be added to: " + why,
        "run podpass config lint to see what is wrong with it");
  }

  private List<FileEntry> document(Fields fields) {
    require(fields, "apiVersion", API_VERSIONS, ConfigDocument.API_VERSION);
    require(fields, "kind", Set.of(ConfigDocument.KIND), ConfigDocument.KIND);
    List<YamlValue> items = fields.items("providers");
    if (items.isEmpty()) {
      findings.add(Finding.rejected(fields.line(), "providers is missing or empty"));
    }
    List<FileEntry> read =
        IntStream.range(0, items.size())
            .mapToObj(index -> entry(index, items.get(index)))
            .flatMap(Optional::stream)
            .toList();
    fields
        .text("apiVersion")
        .map(Text::text)
        .filter(version -> API_VERSIONS.contains(version))
        .filter(version -> !version.equals(ConfigDocument.API_VERSION))
        .ifPresent(version -> refuseTokens(read, version));
    return read;
  }

  /** Kubelet decodes strictly, and an older version of its file has no such field. */
  private void refuseTokens(List<FileEntry> read, String version) {
    read.stream()
        .flatMap(entry -> entry.token().stream())
        .forEach(token ->
            findings.add(
                Finding.rejected(
                    token.line(),
                    "%s has no tokenAttributes; write apiVersion: %s in the first lines of the file"
                        .formatted(version, ConfigDocument.API_VERSION))));
  }

  private void require(Fields fields, String field, Set<String> allowed, String wanted) {
    Optional<Text> text = fields.text(field);
    if (text.isEmpty()) {
      if (fields.value(field).isEmpty()) {
        findings.add(
            Finding.rejected(fields.line(), field + " is missing; write " + field + ": " + wanted));
      }
    } else if (!allowed.contains(text.get().text())) {
      findings.add(
          Finding.rejected(
              text.get().line(),
              "%s is %s; write %s: %s".formatted(field, text.get().text(), field, wanted)));
    }
  }

  private Optional<FileEntry> entry(int index, YamlValue item) {
    String path = "providers[" + index + "]";
    return Fields.read(
        item,
        path,
        findings,
        fields ->
            new FileEntry(
                index,
                fields.object(),
                fields.text("name"),
                fields.text("apiVersion"),
                fields.texts("matchImages"),
                fields.text("defaultCacheDuration"),
                fields.value("tokenAttributes").flatMap(value -> token(value, path)),
                fields.texts("args"),
                environment(fields, path + ".env"),
                EntryProgram.UNKNOWN));
  }

  private Map<String, String> environment(Fields entry, String path) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (YamlValue item : entry.items("env")) {
      if (Fields.isNull(item)) {
        continue; // A variable without a name and a value.
      }
      Fields.read(item, path, findings, pair -> Map.entry(text(pair, "name"), text(pair, "value")))
          .ifPresent(pair -> variables.put(pair.getKey(), pair.getValue()));
    }
    return variables;
  }

  private static String text(Fields fields, String field) {
    return fields.text(field).map(Text::text).orElse("");
  }

  private Optional<TokenAttributes> token(YamlValue value, String path) {
    return Fields.read(
        value,
        path + ".tokenAttributes",
        findings,
        fields ->
            new TokenAttributes(
                fields.line(),
                fields.text("serviceAccountTokenAudience"),
                fields.text("cacheType"),
                fields.truth("requireServiceAccount"),
                fields.texts("requiredServiceAccountAnnotationKeys"),
                fields.texts("optionalServiceAccountAnnotationKeys")));
  }
}
