// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.EntryPull;
import dev.podpass.admin.plan.PodGroup.PodKind;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An entry of kubelet's configuration, and the credential that its plugin gives a pull. */
sealed interface PluginEntry {
  List<ImagePattern> patterns();

  Credential credential(PodGroup pod, String image, Map<String, String> annotations);

  /** The entry of a file; {@code assumed} gets the options whose files are on the node alone. */
  static PluginEntry of(FileEntry entry, EntryPrograms programs, Consumer<String> assumed) {
    // A plugin that podpass replaces is the platform's own unless it is looked up.
    if (entry.program().owner() != Owner.PODPASS) {
      return new Platform(entry.label(), entry.patterns());
    }
    CheckContext context = programs.context();
    ConfiguredProviders configured = programs.providers(entry).assumingNodeFiles(assumed);
    return new Podpass(new EntryPull(entry, PullSettings.forPlanning(configured, context.clock())));
  }

  /** The annotation keys that kubelet passes to the plugin. */
  default Set<String> annotationKeys() {
    return Set.of();
  }

  /** The entry of the platform's own plugin, which uses the node's identity. */
  record Platform(String label, List<ImagePattern> patterns) implements PluginEntry {
    @Override
    public Credential credential(PodGroup pod, String image, Map<String, String> annotations) {
      return new Credential.OfNode(label);
    }
  }

  record Podpass(EntryPull pull, List<ImagePattern> patterns, Set<String> annotationKeys)
      implements PluginEntry {
    private Podpass(EntryPull pull) {
      this(
          pull,
          pull.entry().patterns(),
          pull.entry()
              .token()
              .map(TokenAttributes::annotationKeys)
              .map(Set::copyOf)
              .orElse(Set.of()));
    }

    @Override
    public Credential credential(PodGroup pod, String name, Map<String, String> annotations) {
      ImageReference image;
      try {
        image = ImageReference.parse(name);
      } catch (CredentialException e) {
        return new Credential.Failed(e.text(), "correct the image of the pod");
      }
      boolean isStatic = pod.kind() == PodKind.STATIC;
      Optional<TokenAttributes> token = pull.entry().token().filter(_ -> !isStatic);
      if (isNotRun(token, annotations)) {
        return new Credential.None();
      }
      Optional<String> audience = token.flatMap(TokenAttributes::audience).map(Text::text);
      try {
        PlannedPull planned =
            pull.plan(pod.account().toString(), image.name(), annotations, !isStatic);
        return credential(planned, audience);
      } catch (CredentialException e) {
        if ((e.kind() == Kind.NO_TOKEN || e.kind() == Kind.NO_IDENTITY) && mayBePublic(image)) {
          return new Credential.None();
        }
        boolean isTokenless = isStatic && e.kind() == Kind.NO_TOKEN;
        String fix =
            isTokenless ? "set --without-token: static pods have no token" : e.hint().orElse("");
        // What kubelet does then is the plan's to say, and the message masks a long name.
        String reason =
            e.kind() == Kind.NO_IDENTITY
                ? "no identity is named for service account " + pod.account()
                : e.text();
        return new Credential.Failed(
            reason, fix, isTokenless ? List.of() : toSet(fix, annotations));
      }
    }

    /** The annotations that the fix names, as words of {@code kubectl annotate}. */
    private List<String> toSet(String fix, Map<String, String> there) {
      List<String> keys =
          Arrays.stream(fix.split(";", 2)[0].split("[ ,:]+"))
              .filter(annotationKeys::contains)
              .distinct()
              .toList();
      boolean consent = fix.contains(": \"true\"");
      Stream<String> overwrite =
          Stream.of("--overwrite").filter(_ -> keys.stream().anyMatch(there::containsKey));
      return Stream.concat(
              overwrite,
              consent
                  ? keys.stream().limit(1).map(key -> key + "=true")
                  : keys.stream().map(key -> key + "=VALUE"))
          .toList();
    }

    /** Whether a registry is known to give images without a credential as well. */
    private boolean mayBePublic(ImageReference image) {
      return pull.settings()
          .providers()
          .find(image.registry())
          .filter(provider -> provider.mayBePublic(image.registry()))
          .isPresent();
    }

    /** Kubelet does not run the plugin for a pod that lacks what the entry requires. */
    private boolean isNotRun(Optional<TokenAttributes> token, Map<String, String> annotations) {
      boolean tokenRequired =
          pull.entry().token().flatMap(TokenAttributes::requireServiceAccount).orElse(false);
      return (token.isEmpty() && tokenRequired)
          || token.stream()
              .flatMap(attributes -> attributes.required().stream())
              .anyMatch(key -> !annotations.containsKey(key.text()));
    }

    private Credential credential(PlannedPull planned, Optional<String> audience) {
      PullPlan plan = planned.plan();
      return switch (plan.as()) {
        case NOBODY -> new Credential.None();
        case NODE -> new Credential.OfNode(pull.entry().label());
        case POD ->
            plan.audiences().containsAll(audience.stream().toList())
                ? new Credential.OfPod(planned.provider().id(), plan.exchange().identity())
                : new Credential.Failed(
                    "the entry %s asks for a token for %s, and %s takes one for %s"
                        .formatted(
                            pull.entry().label(),
                            audience.orElse("no audience"),
                            planned.provider().id(),
                            String.join(" or ", plan.audiences())),
                    "set serviceAccountTokenAudience in this entry");
      };
    }
  }
}
