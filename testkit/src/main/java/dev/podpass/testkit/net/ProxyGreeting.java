// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/** The proxy speaks before it is asked, and then does what it should, whatever the host. */
public record ProxyGreeting(Bytes bytes) implements Fault {}
