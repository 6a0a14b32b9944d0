/**
 * Amazon as podpass meets it: IAM's roles and OIDC providers, STS, ECR and ECR Public in every
 * partition, and an instance's metadata service.
 */
@NullMarked
package dev.podpass.testkit.aws;

import org.jspecify.annotations.NullMarked;
