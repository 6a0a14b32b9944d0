/**
 * A client of the Kubernetes API server that uses kubelet's own credentials. Used by commands only.
 */
@NullMarked
package dev.podpass.admin.apiserver;

import org.jspecify.annotations.NullMarked;
