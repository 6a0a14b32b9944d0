// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.time.Instant;

/**
 * What a verified token says.
 *
 * @param principal whom it stands for, as IAM policies name it
 */
record SubjectToken(String principal, Instant expiry) {}
