// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code CredentialProviderConfig} that was read from a file, with kubelet's findings about it.
 */
public final class ConfigFile {
  private static final Set<String> FIELDS = Set.of("apiVersion", "kind", "providers");
  private static final Set<String> ENTRY_FIELDS =
      Set.of(
          "name",
          "matchImages",
          "defaultCacheDuration",
          "apiVersion",
          "args",
          "env",
          "tokenAttributes");
  private static final Set<String> TOKEN_FIELDS =
      Set.of(
          "serviceAccountTokenAudience",
          "cacheType",
          "requireServiceAccount",
          "requiredServiceAccountAnnotationKeys",
          "optionalServiceAccountAnnotationKeys");
  private static final Set<String> API_VERSIONS =
      Set.of(
          "kubelet.config.k8s.io/v1",
          "kubelet.config.k8s.io/v1beta1",
          "kubelet.config.k8s.io/v1alpha1");

  private final List<FileEntry> entries = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

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
        int line = documents.get(1).place().line();
        file.findings.add(Finding.ineffective(line, "kubelet reads the first document only"));
      }
      file.document(documents.getFirst());
    } catch (YamlSyntaxException e) {
      file.findings.add(
          Finding.rejected(e.line(), "it is neither YAML nor JSON: " + e.getMessage()));
    }
    return file;
  }

  /** The entries, as far as they can be read. */
  public List<FileEntry> entries() {
    return List.copyOf(entries);
  }

  /** The findings, in the order of lines. */
  public List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparingInt(Finding::line)).toList();
  }

  private void document(YamlValue root) {
    Optional<Fields> fields = Fields.of(root, "", FIELDS, findings);
    if (fields.isEmpty()) {
      return;
    }
    require(fields.get(), "apiVersion", API_VERSIONS, ConfigDocument.API_VERSION);
    require(fields.get(), "kind", Set.of(ConfigDocument.KIND), ConfigDocument.KIND);
    for (YamlValue item : fields.get().items("providers")) {
      entry(item);
    }
    if (fields.get().items("providers").isEmpty()) {
      findings.add(Finding.rejected(fields.get().line(), "providers is missing or empty"));
    }
    findings.addAll(EntryRules.check(entries));
    findings.addAll(MatchImagesRules.check(entries));
  }

  private void require(Fields fields, String field, Set<String> allowed, String wanted) {
    Optional<Text> text = fields.text(field);
    if (text.isEmpty()) {
      if (!fields.has(field)) {
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

  private void entry(YamlValue item) {
    String path = "providers[" + entries.size() + "]";
    Optional<Fields> found = Fields.of(item, path, ENTRY_FIELDS, findings);
    if (found.isEmpty()) {
      return;
    }
    Fields fields = found.get();
    entries.add(
        new FileEntry(
            fields.line(),
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
      Fields.of(item, path, Set.of("name", "value"), findings)
          .ifPresent(pair ->
              variables.put(
                  pair.text("name").map(Text::text).orElse(""),
                  pair.text("value").map(Text::text).orElse("")));
    }
    return variables;
  }

  private Optional<TokenAttributes> token(YamlValue value, String path) {
    return Fields.of(value, path + ".tokenAttributes", TOKEN_FIELDS, findings)
        .map(fields ->
            new TokenAttributes(
                fields.line(),
                fields.text("serviceAccountTokenAudience"),
                fields.text("cacheType"),
                fields.truth("requireServiceAccount"),
                fields.texts("requiredServiceAccountAnnotationKeys"),
                fields.texts("optionalServiceAccountAnnotationKeys")));
  }
}
