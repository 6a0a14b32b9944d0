// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with a list are those of Go's httpproxy, as far as they concern HTTPS. */
class ProxyRulesTest {
  private static final String PROXY = "http://proxy.example:3128";

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128,http://proxy.example:3128",
    "proxy.example:3128,http://proxy.example:3128",
    "proxy.example,http://proxy.example:80",
    "proxy.example:,http://proxy.example:80",
    "HTTP://proxy.example:3128,http://proxy.example:3128",
    "http://my_proxy:3128,http://my_proxy:3128",
    "http://b\u00fccher.example:3128,http://xn--bcher-kva.example:3128",
    "http://u:p@ss@proxy.example:3128/path?x#y,http://proxy.example:3128",
    "https://proxy.example,https://proxy.example:443",
    "http://10.0.0.1:3128/,http://10.0.0.1:3128",
    "http://[::1]:3128,http://[::1]:3128"
  })
  void takesTheProxyFromTheEnvironment(String variable, String expected) {
    assertThat(rules(Map.of("HTTPS_PROXY", variable)).proxyFor("sts.example", 443))
        .map(ProxyAddress::toString)
        .contains(expected);
  }

  @Test
  void upperCaseComesBeforeLowerCaseAndEmptyIsUnset() {
    assertThat(rules(Map.of("https_proxy", PROXY)).proxyFor("a.example", 443)).isPresent();
    assertThat(
            rules(Map.of("HTTPS_PROXY", "other:1", "https_proxy", PROXY)).proxyFor("a.example", 1))
        .map(ProxyAddress::host)
        .contains("other");
    assertThat(rules(Map.of("HTTPS_PROXY", "")).proxyFor("a.example", 443)).isEmpty();
    assertThat(rules(Map.of("HTTP_PROXY", PROXY)).proxyFor("a.example", 443)).isEmpty();
  }

  @Test
  void thePasswordIsASecretAndLosesItsPercentEncoding() {
    ProxyAddress proxy = ProxyAddress.parse("http://bob:p%40ss+w%2Frd@proxy.example:3128");

    assertThat(proxy.authorization().map(Secret::reveal)).contains("Basic Ym9iOnBAc3Mrdy9yZA==");
    assertThat(proxy.toString()).isEqualTo("http://proxy.example:3128");
  }

  @ParameterizedTest
  @CsvSource({
    "u:p@ss,dTpwQHNz",
    "u,dTo=",
    "u:%ff%00,dTr/AA==",
    "u:\u00e9,dTrDqQ==",
    "u:a:b,dTphOmI="
  })
  void aPasswordIsBytes(String userInfo, String basic) {
    assertThat(ProxyAddress.parse("http://" + userInfo + "@proxy").authorization())
        .map(Secret::reveal)
        .contains("Basic " + basic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://proxy.example:1080",
        "http://bob:hunter2@",
        "http://bob:hunter2@proxy example",
        "http://:3128",
        "http://bob:hunter2@proxy.example:99999",
        "http://bob:hunter2@proxy.example:0",
        "http://bob:hunter2%zz@proxy.example:3128",
        "http://bob:hunter2%@proxy.example:3128",
        "http://[::1:3128",
        "http://[1.2]:3128",
        "socks5h://bob:hunter2@proxy.example",
        "ftp://proxy.example"
      })
  void refusesOtherProxiesWithoutQuotingThem(String variable) {
    assertThatThrownBy(() -> rules(Map.of("HTTPS_PROXY", variable)))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
          assertThat(e.line()).contains("HTTPS_PROXY").doesNotContain("hunter2", "[secret]");
          assertThat(e).hasNoCause();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *                         | anything.example  | 443  | direct
          example.com               | example.com       | 443  | direct
          example.com               | EXAMPLE.com       | 443  | direct
          example.com               | www.example.com   | 443  | direct
          example.com               | notexample.com    | 443  | proxy
          example.com               | example.com.evil  | 443  | proxy
          .example.com              | www.example.com   | 443  | direct
          .example.com              | example.com       | 443  | proxy
          *.example.com             | www.example.com   | 443  | direct
          *.example.com             | example.com       | 443  | proxy
          example.com:8443          | example.com       | 8443 | direct
          example.com:8443          | example.com       | 443  | proxy
          a.com, example.com ,b.com | example.com       | 443  | direct
          10.0.0.0/8                | 10.1.2.3          | 443  | direct
          10.0.0.0/8                | 11.1.2.3          | 443  | proxy
          10.0.0.0/9                | 10.128.0.1        | 443  | proxy
          10.0.0.0/33               | 10.0.0.0          | 443  | proxy
          10.0.0.0/8                | ten.example       | 443  | proxy
          2001:db8::/32             | [2001:db8::1]     | 443  | direct
          2001:db8::/32             | [2001:db9::1]     | 443  | proxy
          10.0.0.1                  | 10.0.0.1          | 443  | direct
          10.0.0.1:8443             | 10.0.0.1          | 443  | proxy
          example.com:              | example.com       | 443  | direct
          example.com:0443          | example.com       | 443  | proxy
          example.com:443:443       | example.com       | 443  | proxy
          [example.com]:443         | example.com       | 443  | direct
          :443                      | example.com       | 443  | proxy
          b\u00fccher.example            | xn--bcher-kva.example | 443 | direct
          .b\u00fccher.example           | a.xn--bcher-kva.example | 443 | direct
          .0.2.7                    | 192.0.2.7         | 443  | proxy
          0.2.7                     | 192.0.2.7         | 443  | proxy
          3221225991                | 192.0.2.7         | 443  | proxy
          192.0.2.007               | 192.0.2.7         | 443  | proxy
          192.0.519                 | 192.0.2.7         | 443  | proxy
          192.0.2.7                 | [::ffff:192.0.2.7] | 443 | direct
          ::ffff:192.0.2.7          | 192.0.2.7         | 443  | direct
          ::ffff:192.0.2.0/120      | 192.0.2.7         | 443  | direct
          ::ffff:192.0.2.0/120      | 192.0.3.7         | 443  | proxy
          ::ffff:192.0.2.0/24       | 192.0.2.7         | 443  | proxy
          192.0.2.0/024             | 192.0.2.7         | 443  | direct
          192.0.2/24                | 192.0.2.7         | 443  | proxy
          [2001:db8::1]             | [2001:db8::1]     | 443  | proxy
          2001:db8::1%eth0          | [2001:db8::1]     | 443  | proxy
          [2001:db8::1]:            | [2001:db8::1]     | 443  | direct
          [2001:db8::1]:443         | [2001:db8::1]     | 443  | direct
          2001:db8::1               | [2001:db8::1]     | 443  | direct
          ''                        | example.com       | 443  | proxy
          ,                         | example.com       | 443  | proxy
          other                     | localhost         | 443  | direct
          other                     | 127.0.0.53        | 443  | direct
          other                     | [::1]             | 443  | direct
          other                     | 169.254.169.254   | 80   | direct
          other                     | [fd00:ec2::254]   | 80   | direct
          other                     | metadata.google.internal | 80 | direct
          """)
  void noProxyMeansWhatItMeansToGo(String list, String host, int port, String way) {
    ProxyRules rules = rules(Map.of("HTTPS_PROXY", PROXY, "no_proxy", list));

    assertThat(rules.proxyFor(host, port).isPresent()).isEqualTo(way.equals("proxy"));
  }

  private static ProxyRules rules(Map<String, String> environment) {
    return ProxyRules.fromEnvironment(environment);
  }
}
