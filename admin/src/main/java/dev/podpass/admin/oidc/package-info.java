/** An issuer's published keys, found as OpenID Connect Discovery says. */
@NullMarked
package dev.podpass.admin.oidc;

import org.jspecify.annotations.NullMarked;
