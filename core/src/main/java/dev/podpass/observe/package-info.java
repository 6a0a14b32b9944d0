/** What came of pulls, written down for whoever watches the node. */
@NullMarked
package dev.podpass.observe;

import org.jspecify.annotations.NullMarked;
