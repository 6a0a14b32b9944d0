// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.gcp.PoolProvider;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves the example world until standard input is closed or a signal comes, so that a kubelet or
 * another plugin can be pointed at it. What it prints is {@link CloudsScript}.
 *
 * <p>With {@code ISSUER JWKS-FILE} as arguments it accepts that issuer's tokens as well, such as a
 * test cluster's. With {@code --round-trip=PT0.025S} every round trip takes that long, with {@code
 * --server-keys=RSA2048} the servers have such {@linkplain ServerKeys keys}, and with {@code
 * --sts=503} or {@code --sts=hang} AWS is out.
 */
public final class Serve {
  /** Of the same pool as the example's, so that its principals are the same. */
  static final String GCP_PROVIDER = ExampleWorld.GCP_PROVIDER + "-served";

  private static final String ROUND_TRIP = "--round-trip=";
  private static final String SERVER_KEYS = "--server-keys=";
  private static final String STS = "--sts=";

  private Serve() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Options options = Options.defaults();
    Duration roundTrip = Duration.ZERO;
    Optional<Fault> outage = Optional.empty();
    List<String> issuer = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(ROUND_TRIP)) {
        roundTrip = Duration.parse(argument.substring(ROUND_TRIP.length()));
      } else if (argument.startsWith(SERVER_KEYS)) {
        options = options.serverKeys(ServerKeys.valueOf(argument.substring(SERVER_KEYS.length())));
      } else if (argument.startsWith(STS)) {
        String fault = argument.substring(STS.length());
        outage =
            Optional.of(
                fault.equals("hang") ? Faults.hang() : Faults.status(Integer.parseInt(fault)));
      } else {
        issuer.add(argument);
      }
    }
    if (issuer.size() == 1 || issuer.size() > 2) {
      throw new IllegalArgumentException(
          "arguments: [%sDURATION] [%sKEYS] [%sSTATUS|hang] [ISSUER JWKS-FILE]"
              .formatted(ROUND_TRIP, SERVER_KEYS, STS));
    }
    FakeClouds clouds = ExampleWorld.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(clouds::close));
    clouds.delay(roundTrip);
    outage.ifPresent(fault -> clouds.misbehave("sts.us-east-1.amazonaws.com", fault));
    if (!issuer.isEmpty()) {
      accept(clouds, PublishedIssuer.of(issuer.get(0), Path.of(issuer.get(1))));
    }
    System.out.println(CloudsScript.of(clouds) + "# ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  static void accept(FakeClouds clouds, PublishedIssuer issuer) {
    var iam = clouds.aws().iam();
    iam.registerProvider(ExampleWorld.ACCOUNT, issuer, ExampleWorld.AUDIENCE);
    iam.put(ExampleWorld.role(clouds.issuer().url(), issuer.url()));
    clouds.gcp().iam().put(PoolProvider.of(GCP_PROVIDER, issuer));
    clouds.gcp().iam().put(ExampleWorld.gkeCluster(issuer));
    clouds
        .azure()
        .directory()
        .put(ExampleWorld.azureApplication(clouds.issuer().published(), issuer));
  }
}
