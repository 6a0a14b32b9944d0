/** Finds the providers and chooses the one that a registry host belongs to. */
@NullMarked
package dev.podpass.dispatch;

import org.jspecify.annotations.NullMarked;
