/**
 * The one door to the network: HTTPS to hosts that the node's CA bundle vouches for, through the
 * proxy that the environment names, within one deadline, without redirects, with all retries.
 */
@NullMarked
package dev.podpass.http;

import org.jspecify.annotations.NullMarked;
