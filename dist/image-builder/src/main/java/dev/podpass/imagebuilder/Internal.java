// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of the builder, whose classes can be named only by reflection: Maven's repositories do
 * not have them. A member is found by its name, a method also by how many arguments it takes; what
 * another GraalVM does not have is an {@link IllegalStateException}. Needs {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
public record Internal(Object object) {
  private static final Set<Module> OPENED = ConcurrentHashMap.newKeySet();
  private static final Map<Class<?>, List<Field>> REFERENCES = new ConcurrentHashMap<>();
  private static final Map<List<Object>, Field> FIELDS = new ConcurrentHashMap<>();
  private static final Map<List<Object>, Method> METHODS = new ConcurrentHashMap<>();

  /** A class of the builder; all packages of its module are open from then on. */
  public static Class<?> type(String name) {
    return attempt(() -> {
      Class<?> type = Class.forName(name);
      open(type);
      return type;
    });
  }

  private static void open(Class<?> type) throws ReflectiveOperationException {
    if (type.getModule().isNamed() && OPENED.add(type.getModule())) {
      Method open = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
      open.setAccessible(true);
      for (String name : type.getModule().getPackages()) {
        open.invoke(type.getModule(), name);
      }
    }
  }

  private static <T extends AccessibleObject & Member> T accessible(T member) {
    return attempt(() -> {
      open(member.getDeclaringClass());
      member.setAccessible(true);
      return member;
    });
  }

  /** By a type's only constructor. */
  public static Internal create(String type, Object... arguments) {
    Constructor<?> constructor = accessible(type(type).getDeclaredConstructors()[0]);
    return new Internal(attempt(() -> constructor.newInstance(arguments)));
  }

  /** What a static method of a type returns. */
  public static Internal ofStatic(String type, String method) {
    return new Internal(attempt(() -> type(type).getMethod(method).invoke(null)));
  }

  public Object get(String field) {
    return attempt(() -> field(field).get(object));
  }

  public void set(String field, Object value) {
    attempt(() -> {
      field(field).set(object, value);
      return object;
    });
  }

  /** Returns what a method returns that always returns something. */
  public Object call(String method, Object... arguments) {
    return find(method, arguments).orElseThrow();
  }

  /** Returns what a method returns, if it does. */
  public Optional<Object> find(String method, Object... arguments) {
    return attempt(
        () -> Optional.ofNullable(method(method, arguments.length).invoke(object, arguments)));
  }

  /** The values of the fields that are no primitives, in their order; null where one has none. */
  public Stream<@Nullable Object> references() {
    return REFERENCES.computeIfAbsent(object.getClass(), Internal::references).stream()
        .map(field -> attempt(() -> field.get(object)));
  }

  private static List<Field> references(Class<?> type) {
    return types(type)
        .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
        .filter(field -> !field.getType().isPrimitive())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .map(Internal::accessible)
        .toList();
  }

  /** A type and those that it extends. */
  private static Stream<Class<?>> types(Class<?> type) {
    return Stream.iterate(type, Objects::nonNull, Class::getSuperclass);
  }

  private Method method(String name, int parameters) {
    return METHODS.computeIfAbsent(
        List.of(object.getClass(), name, parameters),
        _ ->
            member(
                name,
                type ->
                    Stream.of(type.getDeclaredMethods(), type.getMethods())
                        .flatMap(Arrays::stream)
                        .filter(found -> found.getName().equals(name))
                        .filter(found -> found.getParameterCount() == parameters)
                        .filter(found -> !found.isBridge())
                        .map(Internal::accessible)));
  }

  private Field field(String name) {
    return FIELDS.computeIfAbsent(
        List.of(object.getClass(), name),
        _ ->
            member(
                name,
                type ->
                    Arrays.stream(type.getDeclaredFields())
                        .filter(found -> found.getName().equals(name))
                        .map(Internal::accessible)));
  }

  private <T> T member(String name, Function<Class<?>, Stream<T>> members) {
    return types(object.getClass())
        .flatMap(members)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("this GraalVM's " + object.getClass() + " has no " + name));
  }

  private interface Reflection<T> {
    T run() throws ReflectiveOperationException;
  }

  private static <T> T attempt(Reflection<T> reflection) {
    try {
      return reflection.run();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this GraalVM is another one", e);
    }
  }
}
