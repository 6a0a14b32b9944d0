// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.OptionalInt;

/**
 * What the proxy was asked for.
 *
 * @param method {@code CONNECT}, or the method of a request that should not have come this way
 * @param target {@code host:port} of a CONNECT
 * @param credentials whether Proxy-Authorization was sent, right or wrong
 * @param status the proxy's answer; empty if it gave none
 */
public record ProxyRequest(
    long connection, String method, String target, boolean credentials, OptionalInt status) {}
