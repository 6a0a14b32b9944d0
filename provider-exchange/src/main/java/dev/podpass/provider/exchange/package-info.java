/**
 * Registries that exchange the pod's token themselves, in one HTTPS request, or take it as the
 * password.
 */
@NullMarked
package dev.podpass.provider.exchange;

import org.jspecify.annotations.NullMarked;
