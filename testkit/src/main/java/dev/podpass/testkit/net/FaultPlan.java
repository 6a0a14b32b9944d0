// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Which faults are still to happen, and where. Of several that apply, the first added happens. */
final class FaultPlan {
  private record Rule(Where where, Fault fault, BooleanSupplier happens) {}

  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  void add(Where where, Fault fault, int times) {
    AtomicInteger left = new AtomicInteger(times);
    add(where, fault, () -> left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0);
  }

  void limit(Where where, RateLimit limit, Fault beyond) {
    add(where, beyond, limit::exceeded);
  }

  private void add(Where where, Fault fault, BooleanSupplier happens) {
    if (where.pathPrefix().isPresent() && !(fault instanceof AnswerFault)) {
      throw new IllegalArgumentException(fault + " happens before a path is known");
    }
    rules.add(new Rule(where, fault, happens));
  }

  void clear() {
    rules.clear();
  }

  Optional<ProxyGreeting> atAccept() {
    return take(ProxyGreeting.class, rule -> true);
  }

  Optional<ProxyFault> atConnect(String host) {
    return take(ProxyFault.class, rule -> rule.where().covers(host));
  }

  Optional<ConnectionFault> atConnection(String host) {
    return take(ConnectionFault.class, rule -> rule.where().covers(host));
  }

  Optional<AnswerFault> atRequest(ReceivedRequest request) {
    return take(AnswerFault.class, rule -> rule.where().covers(request));
  }

  private <F extends Fault> Optional<F> take(Class<F> stage, Predicate<Rule> applies) {
    return rules.stream()
        .filter(rule -> stage.isInstance(rule.fault()))
        .filter(applies)
        .filter(rule -> rule.happens().getAsBoolean())
        .map(rule -> stage.cast(rule.fault()))
        .findFirst();
  }
}
