/** OIDC issuers like a Kubernetes API server, and the tokens they mint, good and bad. */
@NullMarked
package dev.podpass.testkit.oidc;

import org.jspecify.annotations.NullMarked;
