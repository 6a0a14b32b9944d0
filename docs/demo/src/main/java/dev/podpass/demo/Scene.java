// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.kubelet.PluginRequest;

/**
 * One request of the demonstration.
 *
 * @param title what it shows
 * @param request what kubelet sends
 */
record Scene(String title, PluginRequest request) {}
