/**
 * Network access: HTTPS with the node's CA bundle, through the proxy that the environment names,
 * within one deadline, without redirects, with all retries.
 */
@NullMarked
package dev.podpass.core.http;

import org.jspecify.annotations.NullMarked;
