// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.nio.file.Path;

/**
 * What an operator has decided about the cache.
 *
 * @param mode whether there is one
 * @param directory where
 * @param onDisk whether the directory may lie on a disk; entries are encrypted then
 * @param keyDirectory where the key to entries on a disk lies: in memory, always
 * @param perPod whether pods of one service account are kept apart
 */
public record CacheSettings(
    CacheMode mode, Path directory, boolean onDisk, Path keyDirectory, boolean perPod) {}
