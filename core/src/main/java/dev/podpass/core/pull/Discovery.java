// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.http.Watchdog;
import dev.podpass.spi.ProviderRules;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The providers that {@code META-INF/services} of the class path names. One that cannot be used is
 * named with its jar, and is in the way of its own registries only.
 *
 * @param sound the others
 * @param broken for each that cannot be used, its class, its jar and the reason
 */
record Discovery(List<RegistryCredentialProvider> sound, List<String> broken) {
  /** A constructor makes constants: milliseconds. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  Discovery {
    sound = List.copyOf(sound);
    broken = List.copyOf(broken);
  }

  /** Constructs them; those of podpass's own jar at once, others with a limit of time. */
  static Discovery of(ClassLoader loader, Duration patience) {
    List<RegistryCredentialProvider> sound = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Iterator<ServiceLoader.Provider<RegistryCredentialProvider>> all =
        ServiceLoader.load(RegistryCredentialProvider.class, loader).stream().iterator();
    // A class that cannot be loaded is a failure of hasNext, after which the next one follows.
    for (boolean more = true; more; ) {
      try {
        more = all.hasNext();
        if (more) {
          add(all.next(), patience, sound, broken);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add("a provider%s cannot be used: %s".formatted(others(loader), reason(e)));
      }
    }
    return new Discovery(sound, broken);
  }

  private static void add(
      ServiceLoader.Provider<RegistryCredentialProvider> found,
      Duration patience,
      List<RegistryCredentialProvider> sound,
      List<String> broken) {
    Class<?> type = found.type();
    Callable<RegistryCredentialProvider> make =
        () -> {
          RegistryCredentialProvider provider = found.get();
          ProviderRules.fault(provider)
              .or(() -> copies(type))
              .ifPresent(why -> {
                throw new IllegalArgumentException(why);
              });
          return provider;
        };
    try {
      sound.add(isOurs(type) ? make.call() : bounded(make, patience));
    } catch (Exception | LinkageError | ServiceConfigurationError e) {
      broken.add(refused(type, reason(e)));
    }
  }

  private static RegistryCredentialProvider bounded(
      Callable<RegistryCredentialProvider> make, Duration patience) {
    FutureTask<RegistryCredentialProvider> task = new FutureTask<>(make);
    Watchdog.runDetached(task);
    if (!Watchdog.ends(task, patience)) {
      throw new IllegalArgumentException("its constructor has not returned within " + patience);
    }
    if (task.state() == FutureTask.State.FAILED) {
      throw new IllegalArgumentException(reason(task.exceptionNow()));
    }
    return task.resultNow();
  }

  /** A class of two jars: the first one would win, without a word. */
  private static Optional<String> copies(Class<?> type) {
    if (isOurs(type)) {
      return Optional.empty();
    }
    String file = type.getName().replace('.', '/') + ".class";
    long copies = type.getClassLoader().resources(file).count();
    return copies > 1 ? Optional.of("its class is in %d jars".formatted(copies)) : Optional.empty();
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.podpass.provider.");
  }

  /** The service files of other jars: a loader does not say which one names a missing class. */
  private static String others(ClassLoader loader) {
    String own = place(Discovery.class).orElse("-");
    return loader
        .resources("META-INF/services/" + RegistryCredentialProvider.class.getName())
        .map(String::valueOf)
        .filter(file -> !file.contains(own))
        .collect(Collectors.joining(" or ", " of ", ""));
  }

  /** Asks a provider, whose failure is in the way of its own registries only. */
  static <T> Optional<T> ask(Supplier<Optional<T>> question) {
    return ask(question, _ -> {});
  }

  static <T> Optional<T> ask(Supplier<Optional<T>> question, Consumer<Throwable> otherwise) {
    try {
      return question.get();
    } catch (CredentialException | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // Providers in other languages throw checked exceptions, too.
      otherwise.accept(e);
      return Optional.empty();
    }
  }

  /**
   * Why a provider that has thrown cannot be used, without the message, which may quote a secret.
   */
  static String refused(Class<?> type, Throwable thrown) {
    return refused(
        type,
        Stream.of(thrown.getStackTrace())
            .findFirst()
            .map(frame -> thrown.getClass().getName() + " at " + frame)
            .orElse(thrown.getClass().getName()));
  }

  static String refused(Class<?> type, String why) {
    return "the provider " + name(type) + " cannot be used: " + why;
  }

  /** The class of a provider, with its jar. */
  static String name(Class<?> type) {
    return type.getName() + place(type).map(jar -> " of " + jar).orElse("");
  }

  static Optional<String> place(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(String::valueOf);
  }

  /** The first cause has the reason: a loader wraps it. A message of a foreign class is text. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    String message = String.valueOf(cause.getMessage());
    return cause instanceof IllegalArgumentException
        ? message
        : cause.getClass().getSimpleName() + " (" + message + ")";
  }
}
