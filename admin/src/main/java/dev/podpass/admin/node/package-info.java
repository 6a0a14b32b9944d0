/** What a node's files tell about kubelet and its credential providers. No network. */
@NullMarked
package dev.podpass.admin.node;

import org.jspecify.annotations.NullMarked;
