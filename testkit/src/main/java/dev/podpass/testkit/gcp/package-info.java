/**
 * Google Cloud as podpass meets it: identity pools and service accounts, the Security Token
 * Service, IAM Credentials in every universe, and a node's metadata server.
 *
 * <p>What is said of refusals follows Google's documentation, issue reports that quote the
 * services, and one public record of measurements against the live services (2026-09). Where none
 * of these has a wording, the code says <em>unverified</em>: rely on the error's code there, not on
 * its text.
 */
@NullMarked
package dev.podpass.testkit.gcp;

import org.jspecify.annotations.NullMarked;
