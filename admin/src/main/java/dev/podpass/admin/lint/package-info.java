/** Lints a kubelet credential provider configuration: kubelet's rules, and podpass's own. */
@NullMarked
package dev.podpass.admin.lint;

import org.jspecify.annotations.NullMarked;
