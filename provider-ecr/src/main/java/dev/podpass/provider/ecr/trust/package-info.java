/** The trust guide of Amazon ECR: what {@code podpass trust ecr} prints. */
@NullMarked
package dev.podpass.provider.ecr.trust;

import org.jspecify.annotations.NullMarked;
