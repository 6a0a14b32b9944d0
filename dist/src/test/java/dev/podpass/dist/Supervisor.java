// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Kubelet and systemd of a made-up node: a process called kubelet that takes its configuration if
 * it finds its plugins, serves its health and is a unit; {@code systemctl restart} ends it and
 * starts another, one restart at a time. Like a real one, it is seen as a process before it reads.
 *
 * @param root of the node
 * @param port of kubelet's health
 * @param config kubelet's file
 * @param bin kubelet's directory of plugins
 */
record Supervisor(Path root, int port, String config, String bin) {
  /** Where the node's own programs are; nothing of podpass is ever there. */
  private static final String PROGRAMS = "srv/bin";

  private static final String KUBELET =
      """
      use strict;
      use Socket;
      my %flag = map { /^--([a-z-]+)=(.*)/s ? ($1 => $2) : () } @ARGV;
      my $run = '/run/kubelet';
      sub put { open(my $f, '>', "$_[0].new") or die; print $f $_[1]; close $f; rename "$_[0].new", $_[0]; }
      if (!exists $flag{pretend}) {
        my $config = $flag{'image-credential-provider-config'};
        my $text = '';
        for my $file (-d $config ? glob("$config/*") : $config) {
          open(my $f, '<', $file) or die "$file: $!";
          local $/;
          $text .= <$f>;
        }
        die "E1126 kubelet: cannot take REFUSED" if $text =~ /REFUSED/;
        for my $name ($text =~ /^ {0,2}- name: ([\\w.-]+)/mg) {
          -x $flag{'image-credential-provider-bin-dir'} . "/$name" or die "no $name";
        }
        put("$run/read", $text);
      }
      socket(my $server, PF_INET, SOCK_STREAM, 0) or die;
      setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
      my $address = inet_aton($flag{'healthz-bind-address'} // '127.0.0.1');
      my $taken = !bind($server, sockaddr_in($flag{'healthz-port'}, $address));
      $taken or listen($server, 50) or die;
      put("$run/" . (exists $flag{pretend} ? 'pretends' : 'up'), $$);
      sleep 1000 while $taken;
      $SIG{PIPE} = 'IGNORE';
      while (accept(my $client, $server)) {
        my $request = '';
        while ($request !~ /\\r\\n\\r\\n/ && sysread($client, $request, 1000, length $request)) {}
        my $status = $flag{pretend} // (-e "$run/ill" ? 500 : 200);
        syswrite($client, "HTTP/1.1 $status x\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n");
        close $client;
      }
      """;

  private static final String SYSTEMCTL =
      """
      echo "$*" >>/run/commands
      case "$*" in
        "reset-failed kubelet") ;;
        "restart --no-block kubelet") exec restart-kubelet ;;
        *) exit 1 ;;
      esac
      """;

  private String restart() {
    return """
    exec 9>/run/kubelet/lock
    flock 9
    cd /run/kubelet
    if [ -e pid ]; then
      read pid <pid
      kill -9 $pid 2>/dev/null
      while [ -e /proc/$pid ]; do sleep 0.005; done
    fi
    read starts <starts
    echo $((starts + 1)) >starts
    rm -f up
    [ ! -e /srv/before-start ] || . /srv/before-start
    kubelet=/usr/bin/kubelet
    [ -x $kubelet ] || kubelet=/srv/bin/kubelet
    setsid $kubelet /srv/kubelet.pl --image-credential-provider-config=%1$s \\
      --image-credential-provider-bin-dir=%2$s --healthz-port=%3$d $(cat /srv/flags) \\
      9>&- </dev/null >>/run/kubelet/log 2>&1 &
    pid=$!
    echo $pid >pid
    mount --bind /srv/cgroup /proc/$pid/cgroup 2>/dev/null
    until [ -e up ] || [ ! -e /proc/$pid/exe ]; do sleep 0.005; done
    """
        .formatted(config, bin, port);
  }

  /** Puts them on the node. */
  void writeTo() throws IOException {
    Files.createDirectories(root.resolve(PROGRAMS));
    Files.copy(Path.of("/usr/bin/perl"), root.resolve(PROGRAMS).resolve("kubelet"));
    write("srv/kubelet.pl", KUBELET);
    write("srv/cgroup", "0::/system.slice/kubelet.service\n");
    write("srv/flags", "");
    write("run/kubelet/starts", "0\n");
    write("run/commands", "");
    Shell programs = new Shell(root.resolve(PROGRAMS), Map.of());
    var _ = programs.program("restart-kubelet", restart());
    var _ = programs.program("systemctl", SYSTEMCTL);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
