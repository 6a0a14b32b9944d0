/** The kubelet's own code, of several Kubernetes versions, at work with the built program. */
@NullMarked
package dev.podpass.conformance;

import org.jspecify.annotations.NullMarked;
