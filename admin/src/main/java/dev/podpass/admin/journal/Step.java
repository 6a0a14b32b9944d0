// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

/**
 * One name that changes.
 *
 * @param path on the node
 * @param before what it stands for now
 * @param after what it is to stand for
 */
public record Step(String path, Snapshot before, Snapshot after) {}
