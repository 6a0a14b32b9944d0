/** What people read: messages of the code, and pages. Both say the same, in plain English. */
@org.jspecify.annotations.NullMarked
package dev.podpass.dist.text;
