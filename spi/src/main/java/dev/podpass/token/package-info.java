/**
 * Kubernetes service account tokens: parsed strictly, and checked before they are sent anywhere.
 *
 * <p>A library for other plugins too. The types say what is known: {@link
 * dev.podpass.token.UnverifiedClaims} is what a token says of itself; an {@link
 * dev.podpass.token.ValidatedToken} has passed a {@link dev.podpass.token.TokenPolicy}.
 *
 * <pre>{@code
 * ServiceAccountToken token = ServiceAccountToken.parse(Secret.of(text));
 * TokenPolicy policy = TokenPolicy.at(Clock.systemUTC()).requiringSignature(keys);
 * ValidatedToken validated = policy.validate(token, Set.of("sts.amazonaws.com"));
 * }</pre>
 *
 * <p>{@code docs/library.md} has more of it. Nothing here opens a connection or reads the process;
 * what cannot be used is told by a {@link dev.podpass.failure.CredentialException}, which never
 * quotes a token.
 */
@NullMarked
package dev.podpass.token;

import org.jspecify.annotations.NullMarked;
