package dev.coffer.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The wire between a storage and its server: it counts how often the server is spoken to, and is
 * cut before one of these times or before its answer.
 */
final class Wire implements AutoCloseable {

  /** Where it is cut. */
  enum Cut {
    /** What is sent does not reach the server. */
    BEFORE_THE_SERVER,
    /** The server has answered, and its answer is lost. */
    BEFORE_THE_ANSWER
  }

  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);

  /** Guarded by this, as what follows. */
  private int spoken;

  private int cutAt;
  private Cut cut = Cut.BEFORE_THE_SERVER;
  private boolean held;

  Wire(Server server) throws IOException {
    this.server = server.address();
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept).start();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How often the server was spoken to since {@link #cutAt} or {@link #count}. */
  synchronized int spoken() {
    return spoken;
  }

  /** Begins to count anew, and is not cut. */
  synchronized void count() {
    spoken = 0;
    cutAt = 0;
  }

  /** Begins to count anew, and is cut once, at the time of this number. */
  synchronized void cutAt(int time, Cut where) {
    spoken = 0;
    cutAt = time;
    cut = where;
  }

  /** From now on nothing comes through, and nobody is told. */
  synchronized void hold() {
    held = true;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException refused) {
        // Its caller sees that there is no connection; the next one may come through.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    Socket far = new Socket();
    try {
      far.connect(server);
      far.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      open.add(far);
      Conversation conversation = new Conversation();
      daemon(() -> conversation.pump(client, far, true)).start();
      daemon(() -> conversation.pump(far, client, false)).start();
    } catch (IOException failure) {
      client.close();
      throw failure;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    return thread;
  }

  /** One connection. */
  private final class Conversation {

    private boolean answered = true;
    private boolean losesAnswer;

    void pump(Socket from, Socket to, boolean speaking) {
      byte[] buffer = new byte[1 << 16];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!passes(speaking)) {
            break;
          }
          out.write(buffer, 0, read);
        }
      } catch (IOException gone) {
        // The other side is told by the end of its own connection.
      } finally {
        open.remove(from);
      }
    }

    private boolean passes(boolean speaking) {
      synchronized (Wire.this) {
        if (!held) {
          return speaking ? speak() : answer();
        }
      }
      try {
        released.await();
      } catch (InterruptedException never) {
        Thread.currentThread().interrupt();
      }
      return false;
    }

    private boolean speak() {
      if (!answered) {
        return true; // more of the same
      }
      answered = false;
      spoken++;
      if (spoken != cutAt) {
        return true;
      }
      losesAnswer = cut == Cut.BEFORE_THE_ANSWER;
      return losesAnswer;
    }

    private boolean answer() {
      answered = true;
      return !losesAnswer;
    }
  }

  /** Cuts all there is, and takes no more. */
  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      released.countDown();
    }
  }
}
