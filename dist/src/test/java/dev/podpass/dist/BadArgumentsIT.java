// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every command with an argument that is missing, empty, wrong or contradicts another, or with a
 * file that is missing, huge, binary, not a file, or may not be read.
 */
class BadArgumentsIT {
  /** Stands for the folder in a command. */
  private static final String DIRECTORY = "DIR";

  /** Stands for a guide and an image. */
  private static final String TRUST = "trust quay --image=quay.io/a/b";

  private static final String FILES = "mkfifo fifo; ln -s gone dangling";

  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: stock
            matchImages: ["*.dkr.ecr.*.amazonaws.com"]
            defaultCacheDuration: 12h
            apiVersion: credentialprovider.kubelet.k8s.io/v1
        """);
    Files.createDirectory(folder.resolve("directory"));
    Files.write(folder.resolve("empty"), new byte[0]);
    Files.write(folder.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', 0, (byte) 0xff, 10, 1});
    Files.writeString(folder.resolve("huge"), "a".repeat((1 << 20) + 1));
    assertThat(new Shell(folder, Map.of()).run(FILES).status()).isZero();
  }

  /**
   * It ends with the documented status, one line on stderr, nothing on stdout, and a disk as it
   * was.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          --nonsense                                 | 64 | unknown option --nonsense; hint: podpass --help
          get                                        | 64 | "get" is not a command; hint: podpass --help lists the commands
          verison                                    | 64 | "verison" is not a command; hint: did you mean version?
          help version more                          | 64 | "more" is not a command; hint: podpass version has no commands below it
          help config nothing                        | 64 | "nothing" is not a command; hint: podpass config --help lists the commands; a provider is named with --providers=nothing
          --dedline=5s                               | 64 | unknown option --dedline; hint: did you mean --deadline?
          --deadline=5s --deadline=6s                | 64 | --deadline is given 2 times; hint: give it once
          --deadline=soon                            | 64 | "soon" (--deadline): must be a duration
          --deadline=56s                             | 64 | "56s" (--deadline): must be from 1 to 55 seconds
          --without-token=nod                        | 64 | ~must be one of fail|node|anonymous; hint: did you mean node?~
          --provider=other                           | 64 | there is no provider "other"; hint: this build has ecr, gar, acr,
          --cache-per-pod=perhaps                    | 64 | "perhaps" (--cache-per-pod): must be true or false
          --cache-per-pod false                      | 64 | unexpected argument "false"; hint: podpass --help-all
          --token-jwks=DIR/gone                      | 78 | the trusted keys in DIR/gone cannot be used
          @DIR/gone                                  | 64 | @DIR/gone cannot be read
          --ecr-role-arn                             | 64 | --ecr-role-arn has no value; hint: give --ecr-role-arn=ARN
          explain                                    | 64 | no image is named; hint: podpass explain IMAGE, or --request FILE
          explain ''                                 | 65 | the image cannot be used: it is empty
          explain @DIR/c.yaml                        | 64 | commands take no @FILE
          explain IMAGE @DIR/c.yaml                  | 64 | commands take no @FILE
          @DIR/c.yaml                                | 64 | a line of a file (@FILE) is not an option; hint: name a file that has one option
          explain IMAGE --annotation=x               | 64 | "x" (--annotation): must be KEY=VALUE
          explain IMAGE --no-token --token=-         | 64 | --no-token and --token exclude each other; hint: choose one of them
          explain IMAGE --token=x --service-account=a/b | 64 | --token and --service-account exclude each other
          explain IMAGE --request=- --token=-        | 64 | --token and --request cannot both be stdin; hint: give one of them a file
          explain IMAGE --exchange                   | 64 | --exchange needs a token to exchange, and none is given; hint: give --token=FILE
          token                                      | 65 | there is no token in stdin
          token ''                                   | 64 | the name of the file is empty
          token --audience=a,,b                      | 64 | "a,,b" (--audience): must be AUDIENCE[,AUDIENCE]
          config                                     | 64 | no provider is chosen; hint: --providers=ecr,gar,acr,
          config --providers=                        | 64 | there is no provider ""
          config --provider=ecr                      | 64 | unknown option --provider; hint: did you mean --providers?
          config --nonsense                          | 64 | unknown option --nonsense; hint: podpass config --help
          config --first                             | 64 | unknown option --first; hint: it is an option of podpass config merge, podpass plan, podpass node install, …
          config --providers=ecr --name=../etc       | 64 | "../etc" (--name): must be a plain file name
          config --providers=ecr --env=HTTPS_PROXY   | 64 | the text must be NAME=VALUE or NAME=@FILE (--env)
          config --providers=ecr --env=A=\033x       | 64 | the value of A has a control character (--env)
          config --providers=ecr --env=A=@           | 64 | the value of A names no file after @ (--env)
          config --providers=ecr --env=A=@/          | 64 | /, the value of A, cannot be read (it is not a regular file) (--env)
          config --providers=ecr --env=A=@/gone      | 64 | /gone, the value of A, cannot be read (no such file or directory) (--env)
          config --providers=gar                     | 78 | hint: set --gar-audience to the workload identity pool provider
          config --providers=ecr --ecr-sts-endpoint=https://h:99999 | 64 | "https://h:99999" (--ecr-sts-endpoint): must be https://host[:port][/path]
          explain r.azurecr.io/a --acr-authority=https://h..b | 64 | "https://h..b" (--acr-authority): must be https://host[:port]
          config --providers=gar --gar-sts-endpoint=https://h/v9 | 64 | "https://h/v9" (--gar-sts-endpoint): must be https://host[:port]
          config lint                                | 64 | no file is named; hint: podpass config lint FILE
          config lint ''                             | 64 | no file is named; hint: podpass config lint FILE
          config merge --providers=ecr               | 64 | no file is named; hint: podpass config merge FILE
          config merge --providers=ecr -             | 64 | merge changes a file, not stdin
          config merge --providers=ecr /proc/p/c.yaml | 64 | /proc/p/c.yaml cannot be written (no such file or directory); hint: create the directory
          config merge --providers=ecr DIR/dangling  | 64 | (it is a dangling link)
          config merge --providers=ecr DIR/c.yaml    | 78 | stock serves the same images as podpass-ecr
          config merge --providers=ecr --replace=x DIR/c.yaml            | 78 | the file has no entry x to replace
          config merge --providers=ecr --replace=x DIR/new.yaml          | 78 | DIR/new.yaml has no entry x to replace; nothing was changed
          config merge --providers=ecr --replace= DIR/c.yaml             | 64 | "" (--replace): must be the name of an entry
          config merge --providers=ecr --first --replace=stock DIR/c.yaml | 64 | --first and --replace exclude each other
          rbac --providers=ecr --namespace=          | 64 | "" (--namespace): must be a name in lower case
          rbac --providers=ecr --service-account=app | 64 | "app" (--service-account): must be NAMESPACE/NAME
          rbac --providers=ecr --namespace=a --service-account=a/b | 64 | --namespace=a and --service-account=a/b overlap
          docker-config                              | 64 | credHelpers of config.json has no patterns
          docker-config quay.io registry.example     | 65 | no provider serves the registry registry.example
          docker-config nginx                        | 65 | write docker.io/library/nginx
          docker-config quay.io --pod                | 64 | --pod needs podpass's image; hint: name it with --image
          pull-secret                                | 64 | no image is named; hint: podpass pull-secret IMAGE
          pull-secret registry.example/app           | 65 | no provider serves the registry registry.example
          pull-secret quay.io --name=Pull            | 64 | "Pull" (--name): must be a name in lower case
          trust                                      | 64 | no provider is named; hint: podpass trust ecr
          trust ecr                                  | 64 | an option is missing; hint: give --image=IMAGE --service-account=NAMESPACE/NAME --issuer=URL
          TRUST --service-account=a/b --issuer=http://i.example            | 64 | "http://i.example" (--issuer): must be an https URL
          TRUST --service-account=a/b --issuer=https://$(rm)               | 64 | "https://$(rm)" (--issuer): must be an https URL
          TRUST --issuer=https://i.example --service-account=a             | 64 | "a" (--service-account): must be NAMESPACE/NAME, or NAMESPACE/*
          TRUST --issuer=https://i.example --service-account=a/*           | 64 | these registries trust single service accounts only
          TRUST --service-account=a/b --service-account=a/c                | 64 | --service-account is given 2 times; hint: give it once
          TRUST --issuer=https://i.example --service-account=a/b --image=x.example/a | 65 | the provider quay does not serve the registry x.example
          TRUST --issuer=https://i.example --service-account=a/b --image=a | 65 | the image cannot be used: "a" is a Docker Hub short name (--image)
          TRUST --issuer=https://i.example --service-account=a/b --set=color | 64 | "color" (--set): must be NAME=VALUE
          TRUST --issuer=https://i.example --service-account=a/b --set=color=x | 64 | the scripts have no variable color; hint: set one of audience, annotation,
          TRUST --issuer=https://i.example --service-account=a/b --set=robot=x --terraform | 64 | --terraform and --set exclude each other
          TRUST --issuer=https://i.example --service-account=a/b --remove --terraform | 64 | --terraform and --remove exclude each other
          TRUST --issuer=https://i.example --service-account=a/b --set=shared=no | 64 | --set=shared takes only yes, not no; hint: leave it out
          trust gar --image=gcr.io/p/a --service-account=a/b --issuer=https://i.example --gar-audience=identitynamespace:p.svc.id.goog:https://j.example | 64 | --issuer is not the issuer in --gar-audience, which is https://j.example
          doctor --root=''                           | 64 | "" (--root): is not a directory
          doctor --offline --image=quay.io/          | 64 | "quay.io/" (--image): the image cannot be used
          node                                       | 64 | no subcommand is given; hint: podpass node install
          node install --root=DIR --providers=ecr --executable=/bin/true --no-restart --restart-command=x | 64 | --no-restart and --restart-command exclude each other
          node install --root=DIR --providers=ecr --executable=/bin/true --startup-taint=x/y | 64 | --startup-taint and --node-name need each other
          node install --root=DIR --providers=ecr --config-file=c | 64 | "c" (--config-file): must be an absolute path
          node install --root=DIR --providers=ecr --name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | 64 | must be a plain file name in lower case of at most 100 letters
          node install --root=DIR --providers=ecr --executable=/bin/true | 78 | DIR has no /var/lib, which every node has; nothing was changed; hint: set --root to where
          node reconcile --interval=0s               | 64 | "0s" (--interval): must be from 1 to 86400 seconds
          cache                                      | 64 | no subcommand is given; hint: podpass cache list, or clear
          cache list --cache-dir=DIR                 | 78 | DIR is
          version more                               | 64 | unexpected argument "more"; hint: podpass version --help
          token DIR/missing                        | 64 | DIR/missing cannot be read (no such file or directory)
          token DIR/fifo                           | 64 | DIR/fifo is not a regular file
          token DIR/huge                           | 64 | DIR/huge is larger than 1 MiB
          token DIR/binary                         | 64 | DIR/binary cannot be read (line 1 is not UTF-8)
          token DIR/empty                          | 65 | there is no token in DIR/empty
          token /proc/self/mem                     | 64 | /proc/self/mem cannot be read (Input/output error)
          explain --request=DIR/binary             | 64 | DIR/binary cannot be read (line 1 is not UTF-8)
          explain --request=DIR/huge               | 64 | DIR/huge is larger than 1 MiB
          config lint DIR/directory                | 78 | DIR/directory has no *.json, *.yaml or *.yml
          config merge --providers=ecr DIR/directory | 64 | DIR/directory is a directory
          config merge --providers=ecr DIR/binary  | 64 | DIR/binary cannot be read (line 1 is not UTF-8)
          doctor --root=DIR/binary                 | 64 | "DIR/binary" (--root): is not a directory
          node install --providers=ecr --root=DIR --state-dir=/s --executable=DIR/missing | 64 | the executable to install cannot be read (no such file or directory)
          @DIR/fifo                                | 64 | @DIR/fifo is not a regular file
          """)
  void isRefusedInOneLine(String command, int status, String sentence) throws IOException {
    Map<String, String> before = disk();

    PluginRun run =
        Plugin.of(BuiltProgram.command(arguments(command)), Map.of("PODPASS_CACHE", "off"))
            .run(new byte[0]);

    assertThat(run.stderr()).contains(sentence.replace(DIRECTORY, folder.toString()));
    assertThat(run.stderr().lines()).singleElement().asString().startsWith("podpass: ");
    assertThat(run.exitCode()).isEqualTo(status);
    assertThat(run.stdout()).isEmpty();
    assertThat(disk()).isEqualTo(before);
  }

  /** Words at spaces; two apostrophes are an empty one. */
  private String[] arguments(String command) {
    return Stream.of(command.replace("TRUST", TRUST).split(" +", -1))
        .map(word -> word.replace("''", "").replace("IMAGE", ExampleWorld.IMAGE))
        .map(word -> word.replace(DIRECTORY, folder.toString()))
        .toArray(String[]::new);
  }

  private Map<String, String> disk() throws IOException {
    try (Stream<Path> files = Files.walk(folder).filter(Files::exists)) {
      Map<String, String> disk = new TreeMap<>();
      for (Path file : files.toList()) {
        disk.put(
            folder.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file) + content(file));
      }
      return disk;
    }
  }

  private static List<String> content(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) < 1024
        ? List.of(Files.readString(file, ISO_8859_1))
        : List.of();
  }

  /** What is wrong with a configuration is what lint is run for, so it is on stdout. */
  @Test
  void lintReportsWhatIsNoConfigurationAsAFinding() throws IOException {
    Files.writeString(folder.resolve("broken"), "providers: [");

    Shell.Result result =
        BuiltProgram.shell(folder, Map.of()).run("podpass config lint broken 2> err");

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .contains("broken:1: rejected: it cannot be read as YAML", "kubelet does not start");
    assertThat(folder.resolve("err")).isEmptyFile();
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws IOException {
    Shell shell = BuiltProgram.shell(folder, Map.of());
    assumeThat(
            shell.run("chmod 0 empty; chmod 755 .; setpriv --reuid=65534 podpass version").status())
        .as("not run as root, or the program may not be run by others")
        .isZero();

    Shell.Result result = shell.run("setpriv --reuid=65534 podpass token empty");

    assertThat(result.status()).isEqualTo(64);
    assertThat(result.printed()).isEqualTo("podpass: empty cannot be read (permission denied)\n");
  }
}
