/**
 * A small internet on loopback: hosts behind one CONNECT proxy, what goes wrong with them, and a
 * record of everything that arrived.
 */
@NullMarked
package dev.podpass.testkit.net;

import org.jspecify.annotations.NullMarked;
