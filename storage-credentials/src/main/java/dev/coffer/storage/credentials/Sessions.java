package dev.coffer.storage.credentials;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one manager: one object for an account as long as anybody uses it, and a bounded
 * number of those that nobody does just now, so that what they know is not read again. Thread-safe.
 */
final class Sessions {

  private static final int KEPT = 10_000;

  private final Parts parts;
  private final Map<String, Reference> all = new HashMap<>();
  private final ReferenceQueue<Session> collected = new ReferenceQueue<>();
  private final Map<String, Session> recent = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
      return size() > KEPT;
    }
  };

  Sessions(Parts parts) {
    this.parts = parts;
  }

  private static final class Reference extends WeakReference<Session> {

    private final String account;

    Reference(Session session, ReferenceQueue<Session> queue) {
      super(session, queue);
      this.account = session.account();
    }
  }

  synchronized Session of(String account) {
    Session session = recent.get(account);
    if (session == null) {
      forgetCollected();
      session = used(account);
      if (session == null) {
        session = new Session(account, parts);
        all.put(account, new Reference(session, collected));
      }
      recent.put(account, session);
    }
    return session;
  }

  private @Nullable Session used(String account) {
    Reference reference = all.get(account);
    return reference == null ? null : reference.get();
  }

  private void forgetCollected() {
    for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
      Reference reference = (Reference) gone;
      all.remove(reference.account, reference);
    }
  }

  synchronized List<Session> live() {
    List<Session> live = new ArrayList<>();
    all.values().forEach(reference -> {
      Session session = reference.get();
      if (session != null) {
        live.add(session);
      }
    });
    return live;
  }
}
