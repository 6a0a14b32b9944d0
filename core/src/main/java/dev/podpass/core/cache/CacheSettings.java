// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import java.nio.file.Path;

/**
 * The operator's settings of the cache.
 *
 * @param mode whether it is used
 * @param directory its directory
 * @param perPod whether pods of one service account are kept apart
 */
public record CacheSettings(CacheMode mode, Path directory, boolean perPod) {}
