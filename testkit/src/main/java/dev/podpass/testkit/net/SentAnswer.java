// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/** A whole answer that a host gave, true or faulty, with the request it was for. */
public record SentAnswer(ReceivedRequest request, Answer answer) {}
