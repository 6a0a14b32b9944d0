/**
 * Google Artifact Registry: Google STS token exchange, then, where a service account is named, IAM
 * Credentials {@code generateAccessToken}.
 */
@NullMarked
package dev.podpass.provider.gar;

import org.jspecify.annotations.NullMarked;
