/** The claims of Kubernetes service account tokens, as a provider gets them. */
@NullMarked
package dev.podpass.spi.token;

import org.jspecify.annotations.NullMarked;
