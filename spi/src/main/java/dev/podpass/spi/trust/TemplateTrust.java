// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import java.util.function.Function;

/**
 * A guide whose texts are made of templates, each from the same value: the access to grant.
 *
 * @param <G> the access to grant
 * @since 0.1
 */
public abstract class TemplateTrust<G> implements TrustGuide {
  private final String provider;
  private final Function<TrustRequest, G> grant;
  private final Function<G, String> adding;
  private final Function<G, String> removing;
  private final Function<G, String> module;

  /**
   * Creates the guide of a provider.
   *
   * @param provider its id
   * @param grant finds out what is to be granted
   * @param adding makes the script that grants it
   * @param removing makes the script that takes it away
   * @param module makes the Terraform module
   */
  protected TemplateTrust(
      String provider,
      Function<TrustRequest, G> grant,
      Function<G, String> adding,
      Function<G, String> removing,
      Function<G, String> module) {
    this.provider = provider;
    this.grant = grant;
    this.adding = adding;
    this.removing = removing;
    this.module = module;
  }

  @Override
  public final String provider() {
    return provider;
  }

  @Override
  public final String shell(TrustRequest request) {
    return grant.andThen(adding).apply(request);
  }

  @Override
  public final String removal(TrustRequest request) {
    return grant.andThen(removing).apply(request);
  }

  @Override
  public final String terraform(TrustRequest request) {
    return grant.andThen(module).apply(request);
  }
}
