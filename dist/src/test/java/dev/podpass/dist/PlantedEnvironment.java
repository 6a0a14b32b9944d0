// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Variables and files that the clouds' SDKs read, with values that would be noticed. */
final class PlantedEnvironment {
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
