/** The commands that print what makes a cloud trust a service account. Not loaded for a pull. */
@NullMarked
package dev.podpass.cli.trust;

import org.jspecify.annotations.NullMarked;
