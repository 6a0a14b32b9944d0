// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates an answer of STS before the SDK reads it: UTF-8, no document type, one document, and
 * one of each element that matters. The SDK stops at the end of the first document, and uses the
 * last of repeated elements.
 */
final class StsAnswer {
  private static final List<String> ONCE =
      List.of(
          "AssumeRoleWithWebIdentityResponse",
          "Credentials",
          "AccessKeyId",
          "SecretAccessKey",
          "SessionToken",
          "Expiration");

  private static final Pattern BEGIN = Pattern.compile("<(?:[\\w.-]++:)?+(?<name>\\w++)[\\s/>]");
  private static final Pattern END =
      Pattern.compile("</AssumeRoleWithWebIdentityResponse\\s*+>\\s*+\\z");

  private StsAnswer() {}

  /** Rejects an answer that the SDK would misread. */
  static void requireWhole(byte[] body) {
    String text = CloudAnswer.utf8(body);
    if (text.contains("<!DOCTYPE")) {
      throw new MalformedAnswerException("the XML has a document type");
    }
    requireOnce(BEGIN.matcher(text));
    if (!END.matcher(text).find()) {
      throw new MalformedAnswerException("there is something after the XML document");
    }
  }

  private static void requireOnce(Matcher begin) {
    Set<String> found = new HashSet<>();
    while (begin.find()) {
      String name = begin.group("name");
      if (ONCE.contains(name) && !found.add(name)) {
        throw new MalformedAnswerException("the XML repeats " + name);
      }
    }
    for (String name : ONCE) {
      if (!found.contains(name)) {
        throw new MalformedAnswerException("it has no " + name);
      }
    }
  }
}
