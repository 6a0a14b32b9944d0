/**
 * The running kubelet: which process and unit it is, how it is restarted, whether it is healthy.
 */
@NullMarked
package dev.podpass.admin.kubelet;

import org.jspecify.annotations.NullMarked;
