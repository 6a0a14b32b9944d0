/** OpenID Connect Discovery: an issuer's published keys. */
@NullMarked
package dev.podpass.admin.oidc;

import org.jspecify.annotations.NullMarked;
