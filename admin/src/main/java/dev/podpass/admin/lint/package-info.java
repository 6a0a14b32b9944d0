/** What is wrong with a kubelet configuration: by kubelet's rules, and by podpass's own needs. */
@NullMarked
package dev.podpass.admin.lint;

import org.jspecify.annotations.NullMarked;
