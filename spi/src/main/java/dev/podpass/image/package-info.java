/** Image references and registry hosts, strictly parsed. */
@NullMarked
package dev.podpass.image;

import org.jspecify.annotations.NullMarked;
