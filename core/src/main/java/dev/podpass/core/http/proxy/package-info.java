/** Proxy selection: {@code HTTPS_PROXY} and {@code NO_PROXY} with the semantics of Go. */
@NullMarked
package dev.podpass.core.http.proxy;

import org.jspecify.annotations.NullMarked;
