// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What narrows a session further than its role.
 *
 * @param text the document as it was sent
 */
public record SessionPolicy(String text, Policy rules) {
  static SessionPolicy parse(String text) {
    return new SessionPolicy(text, PolicyParser.parse(text));
  }

  /**
   * Reads a session policy, and refuses what AWS would, and also what this model cannot honour
   * (conditions, negations): a fake that ignored them would grant too much.
   */
  private static final class PolicyParser {
    private static final int MAX_LENGTH = 2048;
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern RESOURCE = Pattern.compile("\\*|arn:[^:]+:[^:]*:[^:]*:[^:]*:.+");
    private static final JsonMapper JSON =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyParser() {}

    static Policy parse(String text) {
      if (text.length() > MAX_LENGTH) {
        throw new Refusal(
            400,
            "ValidationError",
            "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must"
                + " have length less than or equal to "
                + MAX_LENGTH);
      }
      JsonNode policy = json(text);
      requireFields(policy, Set.of("Version", "Id", "Statement"));
      if (!policy.path("Version").asText().equals("2012-10-17")) {
        throw malformed("Version must be 2012-10-17");
      }
      List<Policy.Statement> statements =
          list(policy, "Statement").map(PolicyParser::statement).toList();
      return new Policy(statements);
    }

    private static JsonNode json(String text) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw malformed("This policy contains invalid Json");
      }
    }

    private static Policy.Statement statement(JsonNode statement) {
      requireFields(statement, Set.of("Sid", "Effect", "Action", "Resource"));
      Policy.Effect effect =
          switch (statement.path("Effect").asText()) {
            case "Allow" -> Policy.Effect.ALLOW;
            case "Deny" -> Policy.Effect.DENY;
            default -> throw malformed("Invalid effect: " + statement.path("Effect"));
          };
      return new Policy.Statement(
          effect, texts(statement, "Action", ACTION), texts(statement, "Resource", RESOURCE));
    }

    private static List<String> texts(JsonNode node, String field, Pattern allowed) {
      List<String> texts = list(node, field).map(JsonNode::asText).toList();
      for (String text : texts) {
        if (!allowed.matcher(text).matches()) {
          throw malformed(field + " " + text + " is invalid");
        }
      }
      return texts;
    }

    private static Stream<JsonNode> list(JsonNode node, String field) {
      JsonNode value = node.path(field);
      if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
        throw malformed("Syntax errors in policy: no " + field);
      }
      return value.isArray() ? value.valueStream() : Stream.of(value);
    }

    private static void requireFields(JsonNode node, Set<String> known) {
      if (!node.isObject()) {
        throw malformed("Syntax errors in policy: not an object: " + node);
      }
      for (String field : (Iterable<String>) node::fieldNames) {
        if (!known.contains(field)) {
          throw malformed("Syntax errors in policy: " + field + " has no place here");
        }
      }
    }

    private static Refusal malformed(String message) {
      return new Refusal(400, "MalformedPolicyDocument", message);
    }
  }
}
