/** TLS trust: CA bundles, and the rules for server certificates. */
@NullMarked
package dev.podpass.http.tls;

import org.jspecify.annotations.NullMarked;
