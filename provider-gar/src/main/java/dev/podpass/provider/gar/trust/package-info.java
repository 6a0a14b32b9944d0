/** The trust guide of Artifact Registry: what {@code podpass trust gar} prints. */
@NullMarked
package dev.podpass.provider.gar.trust;

import org.jspecify.annotations.NullMarked;
