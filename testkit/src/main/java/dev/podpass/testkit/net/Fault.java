// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/**
 * Something that goes wrong with a host. The arms are the places where it happens, in the order in
 * which a client passes them; {@link Faults} names the usual ones.
 */
public sealed interface Fault permits ProxyGreeting, ProxyFault, ConnectionFault, AnswerFault {}
