/**
 * Which proxy is used for which host: {@code HTTPS_PROXY} and {@code NO_PROXY} as Go reads them.
 */
@NullMarked
package dev.podpass.http.proxy;

import org.jspecify.annotations.NullMarked;
