// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Static fields whose value stands in the class file, so that no clock or chance has made it. */
final class WrittenConstant {
  private WrittenConstant() {}

  static boolean is(Field field) {
    return Modifier.isStatic(field.getModifiers())
        && field.getType().isPrimitive()
        && classFile(field.getDeclaringClass()).fields().stream()
            .filter(each -> each.fieldName().equalsString(field.getName()))
            .anyMatch(each -> each.findAttribute(Attributes.constantValue()).isPresent());
  }

  private static ClassModel classFile(Class<?> type) {
    String name = type.getName();
    try (InputStream file =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      if (file == null) {
        throw new IllegalStateException("cannot find the class file of " + name);
      }
      return ClassFile.of().parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
