/**
 * What {@code podpass trust} prints: guides, and what they are made of. It uses the contract with a
 * provider, and no exchange uses it.
 */
@NullMarked
package dev.podpass.spi.trust;

import org.jspecify.annotations.NullMarked;
