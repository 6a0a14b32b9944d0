// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import dev.podpass.cli.process.BuildInfo;
import dev.podpass.imagebuilder.Listing;
import dev.podpass.spi.RegistryCredentialProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeSystemProperties;

/**
 * Writes beside the executable how many classes of each jar and module are reachable in it, for its
 * SBOM: {@code podpass.contents.txt}, a line for each with the number, a tab and the name. The
 * first line has the builder's versions, the vendor of its JDK, and the version of the JDK's C
 * code. {@code podpass.classes.txt} has the names of the classes, for its VEX document. Refuses to
 * build with a JDK that is older than the pinned one.
 *
 * <p>{@code native-image --features=} names it.
 */
public final class ImageContents implements Feature {
  private static final String VENDOR = System.getProperty("java.vendor", "unknown");

  private final Runtime.Version libjava =
      StaticLibraries.below(Path.of(System.getProperty("java.home", "")));

  private final Map<String, Integer> contents = new TreeMap<>();
  private final Set<String> classes = new TreeSet<>();

  @Override
  @SuppressWarnings("SystemOut") // as all of the image builder's output
  public void afterRegistration(AfterRegistrationAccess access) {
    PinnedJdk pinned = PinnedJdk.in(Path.of(System.getProperty("podpass.pins", "")));
    boolean any = System.getProperty("podpass.jdk", "").equals("any");
    System.out.println(pinned.require(Runtime.version(), VENDOR));
    System.out.println(pinned.requireLibraries(libjava, any));
    // A provider of another project is constructed here, as podpass's own are.
    ServiceLoader.load(RegistryCredentialProvider.class, access.getApplicationClassLoader())
        .stream()
        .map(provider -> provider.type().getPackageName())
        .filter(name -> !name.startsWith("dev.podpass."))
        .forEach(name -> RuntimeClassInitialization.initializeAtBuildTime(name));
  }

  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    RuntimeSystemProperties.register(BuildInfo.LIBJAVA, libjava.toString());
  }

  @Override
  public void afterAnalysis(AfterAnalysisAccess access) {
    ClassOrigins origins = ClassOrigins.of(access.getApplicationClassPath());
    access.reachableSubtypes(Object.class).stream()
        .filter(type -> !type.isArray())
        .forEach(type -> {
          contents.merge(origins.of(type), 1, Integer::sum);
          classes.add(type.getName());
        });
  }

  @Override
  public void afterImageWrite(AfterImageWriteAccess access) {
    String builder =
        "# Java %s\tGraalVM %s\tVendor %s\tlibjava %s"
            .formatted(
                Runtime.version(),
                System.getProperty("org.graalvm.version", "unknown"),
                VENDOR,
                libjava);
    Listing.write(
        access,
        "contents",
        Stream.concat(
            Stream.of(builder),
            contents.entrySet().stream().map(each -> each.getValue() + "\t" + each.getKey())));
    // What the builder generates, such as lambdas, has other names in each build.
    Listing.write(access, "classes", classes.stream().filter(name -> !name.contains("$$")));
  }
}
