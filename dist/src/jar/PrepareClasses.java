// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar that starts quickly.
 *
 * <p>Classes older than Java 6 are brought to Java 8: their methods get the stack maps (JVMS 4.7.4)
 * without which a JVM neither archives a class as linked (JEP 483) nor verifies it quickly. Picocli
 * is compiled for Java 5.
 *
 * <p>The AWS SDK's metadata of all services, which building a client reads and no pull needs, is
 * left out, as the executable leaves it out by {@code SdkServiceMetadata}.
 */
final class PrepareClasses {
  private static final ClassTransform TO_JAVA_8 =
      (builder, element) ->
          builder.with(
              element instanceof ClassFileVersion
                  ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                  : element);

  private static final String REGIONS = "software/amazon/awssdk/regions/";
  private static final String METADATA = REGIONS + "servicemetadata/";
  private static final String ALL_METADATA = REGIONS + "GeneratedServiceMetadataProvider.class";

  /** Its initializer makes the map of all services, which its one method looks into. */
  private static final ClassTransform KNOWING_NO_SERVICE =
      (builder, element) -> {
        if (!(element instanceof MethodModel method)) {
          builder.with(element);
        } else if (method.methodName().equalsString("serviceMetadata")) {
          builder.withMethodBody(
              method.methodName(),
              method.methodType(),
              method.flags().flagsMask(),
              code -> code.aconst_null().areturn());
        } else if (!method.methodName().equalsString("<clinit>")) {
          builder.with(method);
        }
      };

  private PrepareClasses() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path prepared = Path.of(args[0] + ".prepared");
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(prepared));
        URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      ClassFile format =
          ClassFile.of(
              // Code is copied as it is, without stack maps, unless the pool is a new one.
              ConstantPoolSharingOption.NEW_POOL,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
      for (ZipEntry entry : Collections.list(from.entries())) {
        if (entry.getName().startsWith(METADATA)) {
          continue;
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        byte[] content = from.getInputStream(entry).readAllBytes();
        to.write(changed(format, entry.getName(), content));
      }
    }
    Files.move(prepared, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] changed(ClassFile format, String name, byte[] content) {
    if (!name.endsWith(".class")) {
      return content;
    }
    ClassModel model = format.parse(content);
    if (name.equals(ALL_METADATA)) {
      return format.transformClass(model, KNOWING_NO_SERVICE);
    }
    return model.majorVersion() < ClassFile.JAVA_6_VERSION
        ? format.transformClass(model, TO_JAVA_8)
        : content;
  }
}
