/**
 * Kubelet's {@code CredentialProviderConfig}: written, read with line numbers, judged by kubelet's
 * own rules, and merged. Nothing here is loaded while a pull is answered.
 */
@NullMarked
package dev.podpass.admin.kubeletconfig;

import org.jspecify.annotations.NullMarked;
