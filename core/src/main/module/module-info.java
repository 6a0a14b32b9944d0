// SPDX-License-Identifier: Apache-2.0
/** Gets a registry credential for a service account, and checks the tokens of service accounts. */
module dev.podpass.core {
  requires com.fasterxml.jackson.databind;
  requires com.nimbusds.jose.jwt;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires transitive dev.podpass.spi;
  requires static org.jspecify;

  exports dev.podpass.core;
  exports dev.podpass.core.token;

  uses dev.podpass.spi.RegistryCredentialProvider;
}
