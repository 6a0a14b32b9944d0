// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.Planner.Plan;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Snapshot ONE = new Snapshot.Regular("1");
  private static final Snapshot TWO = new Snapshot.Regular("2");
  private static final Snapshot LINK = new Snapshot.Link("podpass");
  private static final Step CONFIG = new Step("/c", ONE, TWO);

  private static Planner planner(Map<String, Snapshot> owned, Map<String, Snapshot> found) {
    return planner(owned, found, Set.of());
  }

  private static Planner planner(
      Map<String, Snapshot> owned, Map<String, Snapshot> found, Set<String> cutOff) {
    return new Planner(manifest(owned), found, cutOff);
  }

  private static Map<String, OwnedFile> manifest(Map<String, Snapshot> files) {
    return files.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                file -> new OwnedFile(file.getValue(), Optional.empty()),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static Map<String, Snapshot> inOrder(
      String first, Snapshot one, String second, Snapshot two) {
    Map<String, Snapshot> files = new LinkedHashMap<>();
    files.put(first, one);
    files.put(second, two);
    return Collections.unmodifiableMap(files);
  }

  @Test
  void putsTheConfigurationBehindWhatItNames() {
    Map<String, Snapshot> wanted = inOrder("/p", ONE, "/l", LINK);

    Plan plan = planner(Map.of(), Map.of()).plan(wanted, Optional.of(CONFIG));

    assertThat(plan.steps())
        .containsExactly(
            new Step("/p", Snapshot.ABSENT, ONE), new Step("/l", Snapshot.ABSENT, LINK), CONFIG);
    assertThat(plan.owned()).isEqualTo(manifest(wanted));
    assertThat(plan.left()).isEmpty();
  }

  @Test
  void removesWhatIsNoLongerWantedBehindTheConfiguration() {
    Map<String, Snapshot> before = inOrder("/d", new Snapshot.Directory(), "/d/l", LINK);

    Plan plan = planner(before, before).plan(Map.of(), Optional.of(CONFIG));

    assertThat(plan.steps())
        .containsExactly(
            CONFIG,
            new Step("/d/l", LINK, Snapshot.ABSENT),
            new Step("/d", new Snapshot.Directory(), Snapshot.ABSENT));
    assertThat(plan.owned()).isEmpty();
  }

  @Test
  void doesNothingIfAllIsThere() {
    Plan plan = planner(Map.of("/p", ONE), Map.of("/p", ONE)).plan(Map.of("/p", ONE), none());

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.owned()).isEqualTo(manifest(Map.of("/p", ONE)));
  }

  @Test
  void replacesItsOwnFile() {
    assertThat(
            planner(Map.of("/p", ONE), Map.of("/p", ONE)).plan(Map.of("/p", TWO), none()).steps())
        .containsExactly(new Step("/p", ONE, TWO));
  }

  /** An operator has put the very same there: it is used, and stays when podpass goes. */
  @Test
  void doesNotTakeOverWhatWasThereBefore() {
    Plan plan = planner(Map.of(), Map.of("/p", ONE)).plan(Map.of("/p", ONE), none());

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.owned()).isEmpty();
  }

  @Test
  void refusesToReplaceTheFileOfAnotherProgram() {
    assertThatThrownBy(() -> planner(Map.of(), Map.of("/p", TWO)).plan(Map.of("/p", ONE), none()))
        .hasMessage("/p exists, and podpass did not put it there");
    assertThatThrownBy(
            () -> planner(Map.of("/p", ONE), Map.of("/p", TWO)).plan(Map.of("/p", ONE), none()))
        .hasMessage("/p was changed by another program since podpass put it there");
  }

  @Test
  void replacesAShorterCopyOfItsOwnFile() {
    Planner planner = planner(Map.of("/p", ONE), Map.of("/p", TWO), Set.of("/p"));

    assertThat(planner.plan(Map.of("/p", ONE), none()).steps())
        .containsExactly(new Step("/p", TWO, ONE));
  }

  @Test
  void leavesWhatAnotherProgramHasChanged() {
    Plan plan = planner(Map.of("/p", ONE), Map.of("/p", TWO)).plan(Map.of(), none());

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).isEqualTo(List.of("/p"));
  }

  @Test
  void doesNotRemoveWhatIsGone() {
    Plan plan = planner(Map.of("/p", ONE), Map.of()).plan(Map.of(), none());

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).isEmpty();
  }

  private static Optional<Step> none() {
    return Optional.empty();
  }
}
