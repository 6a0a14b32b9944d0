/** The pull: plan, validate, exchange; and the choice of the provider for a registry host. */
@NullMarked
package dev.podpass.core.pull;

import org.jspecify.annotations.NullMarked;
