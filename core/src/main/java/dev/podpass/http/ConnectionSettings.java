// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.log.Log;

/**
 * What the operator decides about connections.
 *
 * @param trust who is believed to be who they say
 * @param proxies which proxy is used for which host
 * @param log told of every attempt
 */
public record ConnectionSettings(CaBundle trust, ProxyRules proxies, Log log) {}
