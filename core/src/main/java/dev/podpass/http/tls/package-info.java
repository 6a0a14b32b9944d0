/** Whom a TLS server must be vouched for by, and what its certificates must be like. */
@NullMarked
package dev.podpass.http.tls;

import org.jspecify.annotations.NullMarked;
