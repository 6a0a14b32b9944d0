/** What kubelet has recorded of pulls, and who may start the images of a node by it. */
@NullMarked
package dev.podpass.admin.images;

import org.jspecify.annotations.NullMarked;
