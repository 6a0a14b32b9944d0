/** A certificate authority in memory, and the good and bad server certificates it stands for. */
@NullMarked
package dev.podpass.testkit.pki;

import org.jspecify.annotations.NullMarked;
