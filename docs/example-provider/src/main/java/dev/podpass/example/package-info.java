/**
 * The example of {@code docs/providers.md}: registries that take the pod's own token as the
 * password, such as Quay with robot account federation, and Harbor behind an OIDC proxy.
 */
@NullMarked
package dev.podpass.example;

import org.jspecify.annotations.NullMarked;
