// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config} prints and {@code config lint} says, beside what kubelet does with it. */
class ConfigIT {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = BuiltProgram.shell(folder, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config POOL --gar-service-account-annotation=example.com/k --gar-require-annotation=example.com/k > c; config lint c | 0 | nothing is wrong
          config --providers=ecr --ecr-role-annotation=a,a > c; config lint c | 0 | nothing is wrong
          config POOL --mirror=gcr.io=europe-west4-docker.pkg.dev/p/gcr > c; config lint c | 0 | kubelet starts with this
          config --providers=ecr,quay --env=PODPASS_TOKEN_AUDIENCE=x | 64 | PODPASS_TOKEN_AUDIENCE is for one entry, and ecr and quay each have one
          config --providers=ecr,quay --token-audience=x | 64 | --token-audience is for one entry
          config --providers=acr --mirror=ghcr.io=r.azurecr.cn/x | 64 | the target of the mirror ghcr.io=r.azurecr.cn/x needs tokens for
          config --providers=acr --acr-cloud=china --mirror=ghcr.io=r.azurecr.cn/x | 0 | r.azurecr.cn
          config --providers=ecr '--token-issuer=https://i.example.com ' | 64 | (--token-issuer): must be a URL without spaces
          config --providers=cloudsmith '--exchange-fields=organization=my-company ' | 64 | must not begin or end a value with a space
          config --providers=passthrough --passthrough-registry=a,b | 64 | "a" never matches an image
          config --providers=passthrough --passthrough-registry=index.docker.io | 64 | "index.docker.io" never matches an image: kubelet names these images docker.io/…; write docker.io
          config --providers=passthrough --passthrough-registry=docker.io > c; sed -i 's/- docker.io$/- index.docker.io/' c; config lint c | 78 | ineffective: "index.docker.io" never matches an image
          podpass explain index.docker.io/nginx VAULT | 0 | library/nginx
          podpass explain docker.io/nginx VAULT | 0 | library/nginx
          config --providers=passthrough --passthrough-registry=zot.example.com > c; sed -i 's/- zot.example.com$/&:443/' c; config lint c | 78 | ineffective: podpass serves no image that matches "zot.example.com:443"
          config --providers=passthrough --passthrough-registry=zot.example.com:443 > c; config lint c | 0 | nothing is wrong
          config --providers=chainguard --mirror=mirror.example.com:5000=cgr.dev > c; config lint c | 0 | nothing is wrong
          config --providers=chainguard --mirror=mirror.example.com=cgr.dev > c; sed -i 's/- mirror.example.com$/&:5000/' c; config lint c | 78 | ineffective: podpass serves no image that matches "mirror.example.com:5000"
          """)
  void agreesWithKubelet(String commands, int status, String printed) {
    String command =
        commands
            .replace(
                "POOL",
                "--providers=gar --gar-audience=identitynamespace:p.svc.id.goog:https://i.example.com")
            .replace(
                "VAULT",
                "--registry=docker.io --provider=vault --vault-url=https://vault.example.com --vault-role=pull --vault-secret=registry/creds/all")
            .replaceAll("(^|; )config", "$1podpass config");

    Shell.Result result = shell.run(command);

    assertThat(result.printed()).contains(printed);
    assertThat(result.status()).isEqualTo(status);
  }

  /** Each row spoils a good file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s/^kind:.*/kind: "CredentialProviderConfig"/ | 0 | nothing is wrong
          1i {kind: CredentialProviderConfig}          | 78 | c.yaml:1: rejected: it cannot be read as YAML: it begins with {, and is not JSON
          1i %YAML 1.2\\n---                           | 78 | c.yaml:1: rejected: it cannot be read as YAML: kubelet reads only version 1.1
          \\$a # caf\\xe9                                | 64 | c.yaml cannot be read (line
          s/defaultCacheDuration:.*/defaultCacheDuration: 9999999h/ | 78 | is not a duration
          0,/- '.*/s//- x[y/                           | 78 | rejected: "x[y" is not a pattern
          0,/- '.*/s//- a.example:5000:6000/           | 78 | rejected: "a.example:5000:6000" is not a pattern
          """)
  void isJudgedAsKubeletJudgesIt(String spoiled, int status, String printed) {
    assertThat(shell.run("podpass config --providers=acr > c.yaml").status()).isZero();
    assertThat(shell.run("LC_ALL=C sed -i \"" + spoiled + "\" c.yaml").status()).isZero();

    Shell.Result result = shell.run("podpass config lint c.yaml");

    assertThat(result.printed()).contains(printed);
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void isNotEditedWhereItIsNoUtf8() throws IOException {
    byte[] bytes = "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("c.yaml"), bytes);

    Shell.Result result = shell.run("podpass config merge --providers=acr c.yaml");

    assertThat(result.printed()).contains("c.yaml cannot be read (line 1 is not UTF-8)");
    assertThat(result.status()).isEqualTo(64);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void readsAnOptionOfAFileWhole() throws IOException {
    Files.writeString(
        folder.resolve("options"),
        """
        --exchange-profile={"url":"https://{registry}/x","username": "u"}
        --registry=registry.example.com
        --token-audience=https://registry.example.com
        """);

    Shell.Result result = shell.run("podpass --provider=exchange @options < /dev/null");

    assertThat(result.printed()).isEqualTo("podpass: the request cannot be used: it is empty\n");
  }

  @Test
  void tellsWhichOptionsASecondMergeTakesAway() {
    String merge = "podpass config merge --providers=ecr ";

    Shell.Result result =
        shell.run(
            "podpass config --providers=quay > c.yaml; %s --otherwise=node --audit-log=/a.log c.yaml; echo; %s c.yaml"
                .formatted(merge, merge));

    assertThat(result.printed())
        .contains("replaced podpass-ecr; removed --otherwise=node, --audit-log=/a.log\n")
        .contains("are now refused by podpass-ecr");
  }

  @Test
  void tellsThatADirectoryCannotBeRead() throws IOException {
    assumeThat(shell.run("strace -f -o /dev/null true").status())
        .as("strace is not there, or may not trace")
        .isZero();
    Path directory = Files.createDirectory(folder.resolve("d"));

    Shell.Result result =
        shell.run(
            "strace -f -o /dev/null -P %s -e inject=getdents64:error=EIO podpass config lint d"
                .formatted(directory));

    assertThat(result.printed()).contains("podpass: d cannot be read (Input/output error)");
    assertThat(result.status()).isEqualTo(64);
  }
}
