/**
 * The protocol between kubelet and an exec plugin, {@code credentialprovider.kubelet.k8s.io/v1}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/">the
 *     API reference</a>
 */
@NullMarked
package dev.podpass.core.protocol;

import org.jspecify.annotations.NullMarked;
