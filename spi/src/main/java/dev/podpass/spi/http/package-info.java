/**
 * HTTP for providers: requests and responses as values, and {@link
 * dev.podpass.spi.http.Connections} as the only way to send one.
 */
@NullMarked
package dev.podpass.spi.http;

import org.jspecify.annotations.NullMarked;
