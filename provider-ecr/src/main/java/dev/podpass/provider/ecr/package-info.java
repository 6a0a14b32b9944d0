/**
 * Amazon ECR, private and public: AWS STS {@code AssumeRoleWithWebIdentity}, then ECR {@code
 * GetAuthorizationToken}.
 */
@NullMarked
package dev.podpass.provider.ecr;

import org.jspecify.annotations.NullMarked;
