/** The API server, asked with kubelet's own credentials what kubelet may do. For commands. */
@NullMarked
package dev.podpass.admin.apiserver;

import org.jspecify.annotations.NullMarked;
