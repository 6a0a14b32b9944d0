// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Fault;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.provider.Arguments;

/** A trial of a pull over TLS, against strict fakes of Azure. */
abstract class AcrFailureFixture {
  static final String IMAGE = ExampleWorld.ACR_IMAGE;
  static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  static final String TENANT = ExampleWorld.AZURE_TENANT;

  @AutoClose final ProviderTrial trial = AcrTrials.annotated();
  final FakeClouds clouds = trial.clouds();

  static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }
}
