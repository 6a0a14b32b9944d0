// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Scripts in the place of {@code nsenter} and systemd, which do what those do for the commands that
 * podpass runs: a restart ends kubelet's process, and starts another if it takes its configuration
 * and finds its plugins; one restart at a time. Like a real one, it is seen as a process before it
 * reads.
 *
 * @param root of the node
 * @param port of kubelet's health
 * @param config kubelet's file
 * @param bin kubelet's directory of plugins
 */
record Supervisor(Path root, int port, String config, String bin) {
  /** Puts them where podpass finds them before the machine's. */
  void writeTo(Shell shell) throws IOException {
    shell.program(
        "restart-kubelet",
        """
        cd '%1$s'
        until mkdir restarting 2>/dev/null; do sleep 0.01; done
        trap 'rmdir restarting' EXIT
        read starts < starts
        if [ -d proc/$((100 + starts)) ]; then mv proc/$((100 + starts)) stopped; fi
        rm -rf stopped
        starts=$((starts + 1))
        echo $starts > starts
        pid=$((100 + starts))
        mkdir started
        printf 'Uid:\\t%%d\\t%%d\\t%%d\\t%%d\\n' $(id -u) $(id -u) $(id -u) $(id -u) > started/status
        echo 0::/system.slice/kubelet.service > started/cgroup
        ln -s ../../usr/bin/kubelet started/exe
        mkdir started/net started/fd
        printf '0: 0100007F:%%04X 00000000:0000 0A 0:0 0:0 0 0 0 %%s\n' %3$d $(cat socket) > started/net/tcp
        ln -s 'socket:[4711]' started/fd/3
        ticks=$((100000 + starts))
        echo "$pid (kubelet) S 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 $ticks 0 0" > started/stat
        printf '%%s\\0' /usr/bin/kubelet --image-credential-provider-config=/%2$s \\
          --image-credential-provider-bin-dir=%4$s --healthz-port=%3$d > started/cmdline
        mv started proc/$pid
        cp %2$s proc/$pid/read
        fits=true
        if grep -q REFUSED proc/$pid/read; then fits=false; fi
        for name in $(sed -n 's/^ \\{0,2\\}- name: //p' proc/$pid/read); do
          if [ ! -x .%4$s/$name ]; then fits=false; fi
        done
        if $fits; then cp proc/$pid/read proc/read; else mv proc/$pid stopped; rm -rf stopped; fi
        """
            .formatted(root, config.substring(1), port, bin));
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
