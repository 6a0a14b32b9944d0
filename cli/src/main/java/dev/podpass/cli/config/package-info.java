/**
 * The commands that write and check kubelet's configuration. Not loaded while a pull is answered.
 */
@NullMarked
package dev.podpass.cli.config;

import org.jspecify.annotations.NullMarked;
