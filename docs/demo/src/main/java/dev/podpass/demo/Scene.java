// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.kubelet.PluginRequest;

/**
 * One pull of the demonstration.
 *
 * @param title what it shows: for which pod kubelet asks, and as whom
 * @param request what kubelet sends
 * @param expected what must come of it
 */
record Scene(String title, PluginRequest request, Expected expected) {}
