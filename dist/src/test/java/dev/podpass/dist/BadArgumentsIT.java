// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command with an argument that is missing, empty, wrong or contradicts another. */
@Tag("smoke")
class BadArgumentsIT {
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
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          --ecr-role-arn                             | 64 | --ecr-role-arn has no value; hint: give --ecr-role-arn=ARN
          explain                                    | 64 | no image is named; hint: podpass explain IMAGE, or --request FILE
          explain ''                                 | 65 | the image cannot be used: it is empty
          explain @DIR/c.yaml                        | 64 | commands take no @FILE
          explain IMAGE @DIR/c.yaml                  | 64 | commands take no @FILE
          @DIR/c.yaml                                | 64 | a line of a file (@FILE) is not an option; hint: name a file that has one option
          explain IMAGE --annotation=x               | 64 | "x" (--annotation): must be KEY=VALUE
          explain IMAGE --no-token --token=-         | 64 | --no-token and --token exclude each other; hint: choose one of them
          explain IMAGE --request=- --token=-        | 64 | --token and --request cannot both be stdin; hint: give one of them a file
          explain IMAGE --exchange                   | 64 | --exchange needs a token to exchange, and none is given; hint: give --token=FILE
          token                                      | 65 | there is no token in stdin
          token ''                                   | 64 | the name of the file is empty
          token --audience=a,,b                      | 64 | "a,,b" (--audience): must be AUDIENCE[,AUDIENCE]
          config --providers=gar                     | 78 | hint: set --gar-audience to the workload identity pool provider
          config lint                                | 64 | no file is named; hint: podpass config lint FILE
          config lint ''                             | 64 | no file is named; hint: podpass config lint FILE
          config merge --providers=ecr               | 64 | no file is named; hint: podpass config merge FILE
          config merge --providers=ecr DIR/c.yaml    | 78 | stock serves the same images as podpass-ecr
          config merge --providers=ecr --replace=x DIR/c.yaml            | 78 | the file has no entry x to replace
          config merge --providers=ecr --replace=x DIR/new.yaml          | 78 | DIR/new.yaml has no entry x to replace; nothing was changed
          config merge --providers=ecr --replace= DIR/c.yaml             | 64 | "" (--replace): must be the name of an entry
          config merge --providers=ecr --first --replace=stock DIR/c.yaml | 64 | --first and --replace exclude each other
          rbac --providers=ecr --namespace=          | 64 | "" (--namespace): must be a name in lower case
          trust                                      | 64 | no provider is named; hint: podpass trust ecr
          trust ecr                                  | 64 | an option is missing; hint: give --image=IMAGE --service-account=NAMESPACE/NAME --issuer=URL
          doctor --root=''                           | 64 | "" (--root): is not a directory
          doctor --offline --image=nginx             | 64 | "nginx" (--image): the image cannot be used
          node                                       | 64 | no subcommand is given; hint: podpass node install
          node install --root=DIR --providers=ecr --executable=/bin/true --no-restart --restart-command=x | 64 | --no-restart and --restart-command exclude each other
          node install --root=DIR --providers=ecr --executable=/bin/true --startup-taint=x/y | 64 | --startup-taint and --node-name need each other
          node install --root=DIR --providers=ecr --config-file=c | 64 | "c" (--config-file): must be an absolute path
          node install --root=DIR --providers=ecr --executable=/bin/true | 78 | DIR has no /var/lib, which every node has; nothing was changed; hint: set --root to where
          node reconcile --interval=0s               | 64 | "0s" (--interval): must be from 1 to 86400 seconds
          cache list --cache=on --cache-dir=DIR      | 78 | --cache=on, but DIR is
          version more                               | 64 | unexpected argument "more"; hint: podpass version --help
          """)
  void isRefusedInOneLine(String command, int status, String sentence) throws IOException {
    new Refusal(folder).assertRefused(command, status, sentence);
  }
}
