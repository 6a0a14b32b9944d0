// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a registry, in memory, which can be pushed to.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec">the distribution
 *     specification</a>
 */
final class MemoryRegistry implements FakeHost {
  private static final Pattern CONTENT =
      Pattern.compile("/v2/(?<repository>.+)/(?<kind>manifests|blobs)/(?<name>[^/]+)");
  private static final Pattern UPLOAD =
      Pattern.compile("/v2/(?<repository>.+)/blobs/uploads/(?<id>[^/]*)");

  private final Map<String, Stored> stored = new ConcurrentHashMap<>();
  private final Map<String, Bytes> uploads = new ConcurrentHashMap<>();

  private record Stored(String type, Bytes content) {}

  @Override
  public Answer answer(ReceivedRequest request) {
    Matcher upload = UPLOAD.matcher(request.path());
    if (upload.matches()) {
      return upload(request, upload.group("repository"), upload.group("id"));
    }
    Matcher content = CONTENT.matcher(request.path());
    if (!content.matches()) {
      return Answer.status(404);
    }
    String kind = content.group("repository") + "/" + content.group("kind") + "/";
    String name = content.group("name");
    return request.method().equals("PUT") ? put(request, kind, name) : fetch(kind + name);
  }

  private Answer fetch(String key) {
    Stored found = stored.get(key);
    return found == null
        ? Answer.json(404, "{\"errors\":[{\"code\":\"NOT_FOUND\",\"message\":\"not found\"}]}")
        : Answer.status(200)
            .with("Content-Type", found.type())
            .with("Docker-Content-Digest", digest(found.content()))
            .withBody(found.content());
  }

  /** A manifest, by its tag and its digest. */
  private Answer put(ReceivedRequest request, String kind, String name) {
    String digest = digest(request.body());
    Stored manifest = new Stored(request.header("Content-Type").orElse(""), request.body());
    stored.put(kind + name, manifest);
    stored.put(kind + digest, manifest);
    return Answer.status(201)
        .with("Location", "/v2/" + kind + digest)
        .with("Docker-Content-Digest", digest);
  }

  private Answer upload(ReceivedRequest request, String repository, String given) {
    String id = given.isEmpty() ? UUID.randomUUID().toString() : given;
    Bytes all = joined(uploads.getOrDefault(id, Bytes.EMPTY), request.body());
    Optional<String> wanted =
        request
            .query()
            .flatMap(query -> Form.parse(query, IllegalArgumentException::new).get("digest"));
    if (wanted.isEmpty()) {
      uploads.put(id, all);
      return Answer.status(202)
          .with("Location", "/v2/" + repository + "/blobs/uploads/" + id)
          .with("Range", "0-" + Math.max(0, all.size() - 1));
    }
    String digest = digest(all);
    if (!digest.equals(wanted.get())) {
      return Answer.json(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"no\"}]}");
    }
    uploads.remove(id);
    String key = repository + "/blobs/" + digest;
    stored.put(key, new Stored("application/octet-stream", all));
    return Answer.status(201).with("Location", "/v2/" + key).with("Docker-Content-Digest", digest);
  }

  private static Bytes joined(Bytes begin, Bytes rest) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(begin.toArray());
    all.writeBytes(rest.toArray());
    return Bytes.of(all.toByteArray());
  }

  private static String digest(Bytes content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.toArray());
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
