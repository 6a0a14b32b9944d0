/**
 * Kubernetes service account tokens: parsed strictly, and validated before they are sent.
 *
 * <p>Usable as a library by other plugins. The types show the trust: {@link
 * dev.podpass.spi.token.UnverifiedClaims} are a token's claims before validation; a {@link
 * dev.podpass.core.token.ValidatedToken} has passed a {@link dev.podpass.core.token.TokenPolicy}.
 *
 * <pre>{@code
 * ServiceAccountToken token = ServiceAccountToken.parse(Secret.of(text));
 * TokenPolicy policy =
 *     TokenPolicy.at(Clock.systemUTC()).requiringIssuer(issuer).requiringSignature(keys);
 * ValidatedToken validated = policy.validate(token, Set.of("sts.amazonaws.com"));
 * }</pre>
 *
 * <p>See {@code docs/library.md}. This package opens no connection and does not read the
 * environment. Invalid input is reported by a {@link dev.podpass.spi.failure.CredentialException},
 * which never quotes a token.
 */
@NullMarked
package dev.podpass.core.token;

import org.jspecify.annotations.NullMarked;
