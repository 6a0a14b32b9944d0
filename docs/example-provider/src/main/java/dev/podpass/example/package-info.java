/**
 * The example of {@code docs/providers.md}: registries that take the pod's own token as the
 * password, such as Zot with {@code bearer.oidc}, and Harbor with 8gears' extension.
 */
@NullMarked
package dev.podpass.example;

import org.jspecify.annotations.NullMarked;
