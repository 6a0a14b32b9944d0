/**
 * Azure Container Registry: an Entra ID client assertion, then ACR's {@code oauth2/exchange} on the
 * image's own login server.
 */
@NullMarked
package dev.podpass.provider.acr;

import org.jspecify.annotations.NullMarked;
