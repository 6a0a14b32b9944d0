/**
 * Plays a whole node on the fake clouds: many pods, some service accounts, and the clouds' quotas.
 */
@NullMarked
package dev.podpass.simulation;

import org.jspecify.annotations.NullMarked;
