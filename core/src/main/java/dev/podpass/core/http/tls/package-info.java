/** TLS trust: CA bundles, and the rules for server certificates. */
@NullMarked
package dev.podpass.core.http.tls;

import org.jspecify.annotations.NullMarked;
