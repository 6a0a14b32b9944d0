/** The trust guide of Azure Container Registry: what {@code podpass trust acr} prints. */
@NullMarked
package dev.podpass.provider.acr.trust;

import org.jspecify.annotations.NullMarked;
