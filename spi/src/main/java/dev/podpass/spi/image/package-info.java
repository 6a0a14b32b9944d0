/** Image references and registry hosts, strictly parsed. */
@NullMarked
package dev.podpass.spi.image;

import org.jspecify.annotations.NullMarked;
