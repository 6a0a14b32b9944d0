/**
 * Azure as podpass meets it: Entra ID's tenants, applications and token endpoint in every cloud,
 * container registries, and a node's managed identities.
 *
 * <p>Where a shape or a wording was not found in public, the Javadoc says <em>unverified</em>.
 */
@NullMarked
package dev.podpass.testkit.azure;

import org.jspecify.annotations.NullMarked;
