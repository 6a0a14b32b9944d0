// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.alibaba.FakeAlibaba;
import dev.podpass.testkit.aws.FakeAws;
import dev.podpass.testkit.azure.FakeAzure;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.gcp.FakeGcp;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeCloud;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.FakeNetwork;
import dev.podpass.testkit.net.ProxyCredentials;
import dev.podpass.testkit.net.Received;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fake clouds, started. {@link #environment} is all that a program needs to take them for the
 * real ones.
 *
 * {@snippet :
 * try (FakeClouds clouds = FakeClouds.start()) {
 *   ExampleWorld.addTo(clouds);
 *   clouds.misbehave("sts.us-east-1.amazonaws.com", StsFaults.idpCommunicationError(), 1);
 *   PluginRequest request =
 *       PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());
 *   PluginRun run = Plugin.of(command, clouds.environment()).run(request);
 *   run.answer(AnswerReader.of(request)).loginsFor(ExampleWorld.IMAGE);
 *   clouds.received().requestsTo("sts.us-east-1.amazonaws.com"); // two
 * }
 * }
 */
public final class FakeClouds extends MisbehavingNetwork implements AutoCloseable {
  private static final URI ISSUER =
      URI.create("https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE");
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/");

  private final Options options;
  private final PlantedSecrets planted = new PlantedSecrets();
  private final Workspace workspace = Workspace.create();
  private final FakeIssuer issuer;
  private final FakeAws aws;
  private final FakeGcp gcp;
  private final FakeAzure azure;
  private final FakeExchanges exchanges;
  private final FakeAlibaba alibaba;
  private final URI metadata;
  private final URI gceMetadata;
  private final URI azureMetadata;
  private final Path caFile;

  private FakeClouds(Options options) {
    super(FakeNetwork.start(options.proxyCredentials(), options.serverKeys()), options.clock());
    this.options = options;
    options.proxyCredentials().ifPresent(this::plant);
    this.issuer = FakeIssuer.withSharedKeys(ISSUER, options.clock(), planted);
    network.serve(issuer);
    this.aws = new FakeAws(options.clock(), planted);
    network.serve(aws);
    this.gcp = new FakeGcp(options.clock(), planted);
    network.serve(gcp);
    this.azure = new FakeAzure(options.clock(), planted);
    network.serve(azure);
    this.exchanges = new FakeExchanges(options.clock(), planted);
    network.serve(exchanges);
    this.alibaba = new FakeAlibaba(options.clock(), planted);
    network.serve(alibaba);
    serve(ELSEWHERE.getHost(), request -> Answer.json(200, "{}"));
    this.metadata = network.servePlain(FakeAws.METADATA_HOST, aws.metadata());
    this.gceMetadata = network.servePlain(FakeGcp.METADATA_HOST, gcp.metadata());
    this.azureMetadata = network.servePlain(FakeAzure.METADATA_HOST, azure.metadata());
    this.caFile = workspace.write("ca.pem", network.trustedPem());
  }

  /** Starts the fakes: an open proxy, an issuer, clouds in which there is nothing yet. */
  public static FakeClouds start() {
    return start(Options.defaults());
  }

  /** Starts the fakes with these options. */
  public static FakeClouds start(Options options) {
    return new FakeClouds(options);
  }

  /** The proxy, without credentials: a value for {@code HTTPS_PROXY}. */
  public URI proxy() {
    return network.proxy();
  }

  /** The same proxy behind TLS, without credentials: a value for {@code HTTPS_PROXY} too. */
  public URI secureProxy() {
    return network.secureProxy();
  }

  /** The proxy with the credentials that it wants, if it wants any. */
  public URI proxyWithCredentials() {
    return options
        .proxyCredentials()
        .map(c -> URI.create("http://" + c.userInfo() + "@" + proxy().getAuthority()))
        .orElse(proxy());
  }

  /** The certificate authority to trust, as a file in PEM. */
  public Path caFile() {
    return caFile;
  }

  /** The endpoint of the EC2 metadata service. */
  public URI ec2Metadata() {
    return metadata;
  }

  /** The address of the GCE metadata server. */
  public URI gceMetadata() {
    return gceMetadata;
  }

  /** The endpoint of the Azure node's metadata service. */
  public URI azureMetadata() {
    return azureMetadata;
  }

  /** What leads a program, podpass or a peer, to the fakes. */
  public Map<String, String> environment() {
    return Map.of(
        "HTTPS_PROXY", proxyWithCredentials().toString(),
        "SSL_CERT_FILE", caFile.toString(),
        "AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.toString(),
        "GCE_METADATA_HOST", gceMetadata.getAuthority(),
        "AZURE_POD_IDENTITY_AUTHORITY_HOST", azureMetadata.toString(),
        // What a run leaves behind must not answer the next one.
        "PODPASS_CACHE", "off");
  }

  /** The cluster's issuer. No cloud knows it until it is registered there. */
  public FakeIssuer issuer() {
    return issuer;
  }

  /** Another cluster's issuer, with its own keys, served at the URL's host. */
  public FakeIssuer newIssuer(URI url) {
    FakeIssuer another = FakeIssuer.withOwnKeys(url, options.clock(), planted);
    network.serve(another);
    return another;
  }

  /** AWS. */
  public FakeAws aws() {
    return aws;
  }

  /** Google Cloud. */
  public FakeGcp gcp() {
    return gcp;
  }

  /** Azure. */
  public FakeAzure azure() {
    return azure;
  }

  /** Alibaba Cloud. */
  public FakeAlibaba alibaba() {
    return alibaba;
  }

  /** The registries that exchange tokens themselves. */
  public FakeExchanges exchanges() {
    return exchanges;
  }

  /** A host of no cloud, which answers everything with 200: where redirects may lead. */
  public URI elsewhere() {
    return ELSEWHERE;
  }

  /** Puts one more host behind the proxy. */
  public void serve(String host, FakeHost fake) {
    FakeCloud one = name -> name.equals(host) ? Optional.of(fake) : Optional.empty();
    network.serve(one);
  }

  /** Serves one more host, not behind the proxy but on a port of 127.0.0.1, which is returned. */
  public int serveDirect(String host, FakeHost fake, ServerCertificates certificates) {
    return network.serveDirect(host, fake, certificates);
  }

  /** Serves a host of a cloud at this address as well, without the proxy. */
  public void serveAt(InetSocketAddress address, String host) {
    network.serveAt(address, host);
  }

  /** What has arrived. */
  public Received received() {
    return network.received();
  }

  /** Every secret issued or given so far; none may turn up in a program's output. */
  public Set<String> plantedSecrets() {
    return planted.values();
  }

  /** A directory for a test's files, which is deleted in the end. */
  public Path directory() {
    return workspace.directory();
  }

  private void plant(ProxyCredentials credentials) {
    planted.plant(credentials.password());
    planted.plant(credentials.userInfo());
    planted.plant(credentials.encoded());
  }

  /** Ends everything, hanging answers too. */
  @Override
  public void close() {
    try {
      network.close();
    } finally {
      workspace.delete();
    }
  }
}
