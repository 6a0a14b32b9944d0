// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Headers;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What surrounds the process: environment, proxy, terminal, an open stdin. */
class SurroundingsIT {
  private static final Set<String> DIFFERS =
      Set.of(
          "amz-sdk-invocation-id",
          "client-request-id",
          "content-length",
          "x-acs-accesskey-id",
          "x-acs-date",
          "x-acs-security-token",
          "x-acs-signature-nonce",
          "x-amz-date",
          "x-amz-security-token",
          "x-client-last-telemetry");

  @AutoClose private FakeClouds clouds = ExampleWorld.start();

  static Stream<Arguments> requests() {
    return Stream.of(
        argumentSet("ECR", (Function<PodToken, PluginRequest>) ExamplePulls::ecr),
        argumentSet("GAR", (Function<PodToken, PluginRequest>) ExamplePulls::gar),
        argumentSet("ACR", (Function<PodToken, PluginRequest>) ExamplePulls::acr),
        argumentSet("Alibaba Cloud", (Function<PodToken, PluginRequest>) ExamplePulls::alibaba));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void noOtherVariableAndNoProfileHasAnyInfluence(Function<PodToken, PluginRequest> of)
      throws IOException {
    PluginRequest request = of.apply(clouds.issuer().token());
    BuiltProgram planted = new BuiltProgram(clouds);
    planted.run(request).answer(AnswerReader.of(request));
    List<String> before = normalised();
    clouds.received().clear();

    for (var variable : PlantedEnvironment.in(clouds.directory()).entrySet()) {
      planted = planted.with(variable.getKey(), variable.getValue());
    }
    planted.run(request).answer(AnswerReader.of(request));

    assertThat(normalised()).isEqualTo(before).noneMatch(line -> line.contains("planted"));
  }

  /** The requests without what differs from run to run, as does the order of some. */
  private List<String> normalised() {
    return clouds.received().requests().stream().map(SurroundingsIT::normalised).sorted().toList();
  }

  private static String normalised(ReceivedRequest request) {
    StringBuilder text = new StringBuilder(request.method() + " " + request.host());
    for (Headers.Field field : request.headers().fields()) {
      String value =
          DIFFERS.contains(field.name().toLowerCase(Locale.ROOT))
              ? "…"
              : field.value().replaceAll("(Credential=|Signature=|Bearer )[^,/]*", "$1");
      text.append('\n').append(field.name()).append(": ").append(value);
    }
    return text.append("\n\n")
        .append(request.body().text().replaceAll("access_token=[^&]*", "access_token="))
        .toString();
  }

  @Test
  void aProxysPasswordIsUsedOnceAndNeverShown() {
    clouds.close();
    clouds = ExampleWorld.start(Options.defaults().proxyCredentials("joe", "hunter2-proxy"));
    PluginRequest request = request();

    PluginRun run = new BuiltProgram(clouds).run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(clouds.received().proxyRequests())
        .hasSize(2)
        .allMatch(connect -> connect.credentials());
    assertThat(run.stderr()).doesNotContain("hunter2-proxy");
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  /** As AWS's and Microsoft's have, and other code than that for the fakes' usual keys. */
  @Test
  void serversMayHaveRsaKeys() {
    clouds.close();
    clouds = ExampleWorld.start(Options.defaults().serverKeys(ServerKeys.RSA2048));
    PluginRequest request = request();

    PluginRun run = new BuiltProgram(clouds).run(request);

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  @Test
  void anInspectingProxysAuthorityIsAddedWithCaBundle() throws IOException {
    Path none = Files.writeString(clouds.directory().resolve("other.pem"), otherAuthority());
    PluginRequest request = request();
    BuiltProgram distrusting = new BuiltProgram(clouds).with("SSL_CERT_FILE", none.toString());

    Contract.assertFails(
        clouds, distrusting.run(request), 78, "its certificate is not trusted by " + none);
    PluginRun run = distrusting.run(request, "--ca-bundle=" + clouds.caFile());

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }

  private static String otherAuthority() throws IOException {
    try (FakeClouds others = FakeClouds.start()) {
      return Files.readString(others.caFile());
    }
  }

  @Test
  void aTerminalIsShownTheUsage() throws Exception {
    String command =
        BuiltProgram.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Process process =
        new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null")
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
    assertThat(output).contains("Usage: podpass", "podpass --help-all: the plugin's options");
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }

  /** Variables and files that the clouds' SDKs read, with values that would be noticed. */
  private static final class PlantedEnvironment {
    private static final String VARIABLES =
        """
        AWS_REGION=eu-west-3
        AWS_DEFAULT_REGION=eu-west-3
        AWS_PROFILE=default
        AWS_ACCESS_KEY_ID=AKIAPLANTED
        AWS_SECRET_ACCESS_KEY=planted
        AWS_SESSION_TOKEN=planted
        AWS_ROLE_ARN=arn:aws:iam::123456789012:role/planted
        AWS_ECR_ROLE_ARN=arn:aws:iam::123456789012:role/planted
        AWS_WEB_IDENTITY_TOKEN_FILE=/nonexistent
        AWS_ROLE_SESSION_NAME=planted
        AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/planted
        AWS_ENDPOINT_URL=https://elsewhere.example.com
        AWS_ENDPOINT_URL_STS=https://elsewhere.example.com
        AWS_ENDPOINT_URL_ECR=https://elsewhere.example.com
        AWS_USE_FIPS_ENDPOINT=true
        AWS_USE_DUALSTACK_ENDPOINT=true
        AWS_STS_REGIONAL_ENDPOINTS=legacy
        AWS_RETRY_MODE=adaptive
        AWS_MAX_ATTEMPTS=9
        AWS_DEFAULTS_MODE=mobile
        AWS_CA_BUNDLE=/nonexistent
        AWS_EXECUTION_ENV=planted
        AWS_SDK_UA_APP_ID=planted
        AWS_LAMBDA_FUNCTION_NAME=planted
        _X_AMZN_TRACE_ID=planted
        AWS_EC2_METADATA_DISABLED=true
        AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES=1
        AWS_AUTH_SCHEME_PREFERENCE=sigv4a
        AWS_SIGV4A_SIGNING_REGION_SET=*
        AWS_ACCOUNT_ID_ENDPOINT_MODE=required
        GOOGLE_APPLICATION_CREDENTIALS=/nonexistent
        GOOGLE_CLOUD_PROJECT=planted
        GOOGLE_CLOUD_QUOTA_PROJECT=planted
        GOOGLE_CLOUD_UNIVERSE_DOMAIN=elsewhere.example.com
        GOOGLE_API_USE_MTLS_ENDPOINT=always
        GOOGLE_API_USE_CLIENT_CERTIFICATE=true
        GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1
        GOOGLE_SDK_JAVA_LOGGING=true
        GCE_METADATA_IP=127.0.0.1
        CLOUDSDK_CONFIG=/nonexistent
        NO_GCE_CHECK=true
        AZURE_CLIENT_ID=planted
        AZURE_CLIENT_SECRET=planted
        AZURE_TENANT_ID=planted
        AZURE_AUTHORITY_HOST=https://elsewhere.example.com/
        AZURE_FEDERATED_TOKEN_FILE=/nonexistent
        AZURE_REGIONAL_AUTHORITY_NAME=westus3
        AZURE_IDENTITY_DISABLE_CP1=true
        AZURE_CLOUD=AzureChinaCloud
        AZURE_ENVIRONMENT_FILEPATH=/nonexistent
        AZURE_LOG_LEVEL=verbose
        AZURE_HTTP_LOG_DETAIL_LEVEL=body_and_headers
        AZURE_TRACING_DISABLED=false
        ALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/planted
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN=acs:ram::1:oidc-provider/planted
        ALIBABA_CLOUD_OIDC_TOKEN_FILE=/nonexistent
        ALIBABA_CLOUD_ACCESS_KEY_ID=planted
        ALIBABA_CLOUD_ACCESS_KEY_SECRET=planted
        ALIBABA_CLOUD_STS_REGION=us-east-1
        IDENTITY_ENDPOINT=http://127.0.0.1:1/planted
        IDENTITY_HEADER=planted
        MSI_ENDPOINT=http://127.0.0.1:1/planted
        REGION_NAME=westus3
        SSL_CERT_DIR=/nonexistent
        HTTP_PROXY=http://127.0.0.1:1
        ALL_PROXY=http://127.0.0.1:1
        """;

    private PlantedEnvironment() {}

    /** Writes the files into a directory, and returns the variables, {@code HOME} included. */
    static Map<String, String> in(Path directory) throws IOException {
      Path config =
          Files.writeString(
              directory.resolve("config"),
              """
              [default]
              region = eu-west-3
              sts_regional_endpoints = legacy
              use_fips_endpoint = true
              use_dualstack_endpoint = true
              endpoint_url = https://elsewhere.example.com
              max_attempts = 9
              """);
      Path credentials =
          Files.writeString(
              directory.resolve("credentials"),
              "[default]\naws_access_key_id = AKIAPLANTED\naws_secret_access_key = planted\n");
      Map<String, String> environment = new TreeMap<>();
      environment.put("HOME", directory.toString());
      environment.put("AWS_CONFIG_FILE", config.toString());
      environment.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
      VARIABLES
          .lines()
          .map(line -> line.split("=", 2))
          .forEach(variable -> environment.put(variable[0], variable[1]));
      return environment;
    }
  }
}
