// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A TCP socket that keeps the first bytes that a server sends for TLS, because JSSE does not tell
 * which key exchange the server has chosen.
 */
final class ObservedSocket extends Socket {
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int KEY_SHARE = 51;

  /** IANA's TLS Supported Groups. */
  private static final Map<Integer, String> GROUPS =
      Map.of(
          0x11ec, "X25519MLKEM768",
          0x001d, "x25519",
          0x0017, "secp256r1",
          0x0018, "secp384r1",
          0x0019, "secp521r1");

  private final ByteBuffer first = ByteBuffer.allocate(512).limit(0);

  /** Keeps what is read from now on. */
  void observe() {
    first.clear();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0 && first.hasRemaining()) {
          first.put(bytes, offset, Math.min(read, first.remaining()));
        }
        return read;
      }
    };
  }

  /** The group of the ServerHello's key share (RFC 8446); empty before TLS 1.3. */
  Optional<String> keyExchange() {
    ByteBuffer hello = first.duplicate().flip();
    try {
      if (hello.get() != HANDSHAKE || hello.position(5).get() != SERVER_HELLO) {
        return Optional.empty();
      }
      hello.position(5 + 4 + 2 + 32);
      skip(hello, Byte.toUnsignedInt(hello.get()));
      skip(hello, 2 + 1 + 2);
      while (Short.toUnsignedInt(hello.getShort()) != KEY_SHARE) {
        skip(hello, Short.toUnsignedInt(hello.getShort()));
      }
      hello.getShort();
      int group = Short.toUnsignedInt(hello.getShort());
      return Optional.of(GROUPS.getOrDefault(group, Integer.toHexString(group)));
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static void skip(ByteBuffer hello, int length) {
    hello.position(hello.position() + length);
  }
}
