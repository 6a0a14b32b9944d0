// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

/** Who a verified token says that its bearer is. */
record WebIdentity(String issuer, String subject, String audience) {}
