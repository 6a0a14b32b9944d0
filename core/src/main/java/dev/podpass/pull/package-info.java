/** Finds the providers and chooses the one that a registry host belongs to. */
@NullMarked
package dev.podpass.pull;

import org.jspecify.annotations.NullMarked;
