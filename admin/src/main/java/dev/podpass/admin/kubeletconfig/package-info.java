/**
 * Kubelet's {@code CredentialProviderConfig}: written, read with line numbers, validated by
 * kubelet's rules, and merged. Never loaded for a pull.
 */
@NullMarked
package dev.podpass.admin.kubeletconfig;

import org.jspecify.annotations.NullMarked;
