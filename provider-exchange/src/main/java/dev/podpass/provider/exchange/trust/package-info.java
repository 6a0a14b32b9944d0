/**
 * The trust guides of registries that exchange tokens themselves: what {@code podpass trust} prints
 * for them.
 */
@NullMarked
package dev.podpass.provider.exchange.trust;

import org.jspecify.annotations.NullMarked;
