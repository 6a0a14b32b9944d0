// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.tryit.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Scripts in the place of {@code nsenter} and systemd, which do what those do for the commands that
 * podpass runs: a restart ends kubelet's process, and starts another if it takes its configuration
 * and finds its plugins.
 *
 * @param root of the node
 * @param port of kubelet's health
 */
record Supervisor(Path root, int port) {
  /**
   * Puts them where podpass finds them before the machine's. Kubelet's command line is written
   * last: until then nothing takes the directory for it.
   */
  void writeTo(Shell shell) throws IOException {
    shell.program(
        "restart-kubelet",
        """
        cd '%1$s'
        read starts < starts
        rm -rf proc/$((100 + starts))
        starts=$((starts + 1))
        echo $starts > starts
        if grep -q REFUSED %2$s; then exit; fi
        for name in $(sed -n 's/^ *- name: //p' %2$s); do
          if [ ! -x opt/plugins/$name ]; then exit; fi
        done
        pid=$((100 + starts))
        mkdir proc/$pid
        printf 'Uid:\\t%%d\\t%%d\\t%%d\\t%%d\\n' $(id -u) $(id -u) $(id -u) $(id -u) > proc/$pid/status
        echo 0::/system.slice/kubelet.service > proc/$pid/cgroup
        ln -s ../../usr/bin/kubelet proc/$pid/exe
        mkdir proc/$pid/net proc/$pid/fd
        printf '0: 0100007F:%%04X 00000000:0000 0A 0:0 0:0 0 0 0 %%s\n' %3$d $(cat socket) > proc/$pid/net/tcp
        ln -s 'socket:[4711]' proc/$pid/fd/3
        ticks=$((100000 + starts))
        echo "$pid (kubelet) S 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 $ticks 0 0" > proc/$pid/stat
        cp %2$s proc/read
        printf '%%s\\0' /usr/bin/kubelet --image-credential-provider-config=/%2$s \\
          --image-credential-provider-bin-dir=/opt/plugins --healthz-port=%3$d > proc/$pid/cmdline
        """
            .formatted(root, MadeUpNode.CONFIG.substring(1), port));
    shell.program(
        "nsenter",
        """
        while [ "$1" != -- ]; do shift; done
        shift
        echo "$*" >> '%1$s/commands'
        case "$*" in
          "systemctl reset-failed kubelet") ;;
          "systemctl restart --no-block kubelet") exec restart-kubelet ;;
          "journalctl -u kubelet "*) echo "E1126 kubelet: cannot take REFUSED" ;;
          /*" --version") exec "%1$s$@" ;;
          *) exit 1 ;;
        esac
        """
            .formatted(root));
  }
}
