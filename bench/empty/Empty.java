// SPDX-License-Identifier: Apache-2.0

/** What any program costs on its runtime, before it does something of its own. */
public final class Empty {
  private Empty() {}

  /** Writes one line, as a program does that has something to say. */
  public static void main(String[] arguments) {
    System.out.println("nothing");
  }
}
