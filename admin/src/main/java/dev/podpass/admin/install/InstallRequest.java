// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.Placement;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be on a node.
 *
 * @param document podpass's entries
 * @param placement of those entries among the others
 * @param name of the executable in kubelet's plugin directory
 * @param executable to be copied there
 * @param config overrides what kubelet's flags say
 * @param binDir overrides what kubelet's flags say
 * @param restart what is done for kubelet to read it
 * @param version of this podpass
 * @param checks for lint
 */
public record InstallRequest(
    ConfigDocument document,
    Placement placement,
    String name,
    Path executable,
    Optional<String> config,
    Optional<String> binDir,
    RestartPolicy restart,
    String version,
    CheckContext checks) {}
