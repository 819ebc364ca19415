package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One cell of the grid: a session with a token that has expired or not, a provider in some mood, a
 * process that may have died at some point, and callers after that; and what comes of it all.
 */
final class GridCell {

  enum Expired {
    NOTHING("nothing"),
    SOON("the access token, in 30 s"),
    ACCESS("the access token"),
    ID("the ID token alone");

    final String words;

    Expired(String words) {
      this.words = words;
    }
  }

  enum Answer {
    SUCCESS("success"),
    SLOW("success after 15 s"),
    REJECTED("`invalid_grant`"),
    NETWORK("no connection"),
    UNAVAILABLE("503"),
    GARBAGE("garbage");

    final String words;

    Answer(String words) {
      this.words = words;
    }
  }

  enum Crash {
    NONE("-"),
    BEFORE("before the call"),
    BETWEEN("between answer and save"),
    AFTER("after the save");

    final String words;

    Crash(String words) {
      this.words = words;
    }
  }

  enum Callers {
    ONE,
    THREADS,
    PROCESSES
  }

  /** What a caller got, what is stored, what the listeners were told, and what comes next. */
  record Outcome(String got, String stored, String events, String later) {}

  private static final int THREADS = 32;

  private final Expired expired;
  private final Answer answer;
  private final Crash crash;
  private final Callers callers;
  private final Supplier<StorageScope> places;
  private final TurnTime time = new TurnTime();
  private final Set<String> got = new TreeSet<>();
  private final Set<String> later = new TreeSet<>();
  private int generation = 1;
  private boolean well;

  GridCell(
      Expired expired, Answer answer, Crash crash, Callers callers, Supplier<StorageScope> places) {
    this.expired = expired;
    this.answer = answer;
    this.crash = crash;
    this.callers = callers;
    this.places = places;
  }

  /** A process, with its own way to the session's scope and what its listener was told. */
  private record Node(StorageScope scope, CredentialManager manager, List<String> events) {}

  private Node process(TokenRefresher refresher) {
    List<String> events = new ArrayList<>();
    StorageScope own = places.get();
    CredentialManager manager = CredentialManager.builder(own, refresher)
        .staleness(Duration.ZERO)
        .executor(time)
        .time(time)
        .listener(event -> events.add(
            event.type() + event.reason().map(reason -> " (" + reason + ")").orElse("")))
        .build();
    return new Node(own, manager, events);
  }

  Outcome play() {
    Node dying = process(this::refreshAndDie);
    List<Node> living = new ArrayList<>(List.of(process(this::refresh)));
    if (callers == Callers.PROCESSES) {
      living.add(process(this::refresh));
    }
    dying.manager().signedIn(signIn());
    living.forEach(process -> process.manager().state());
    if (crash != Crash.NONE) {
      time.start(0, () -> call(dying.manager()));
    }
    int each = callers == Callers.THREADS ? THREADS : 1;
    for (Node process : living) {
      for (int i = 0; i < each; i++) {
        time.start(1_000, () -> got.add(call(process.manager())));
      }
    }
    time.turns.run();
    String stored = stored(living.get(0));
    Set<String> events = new TreeSet<>();
    living.forEach(process -> events.add(String.join(", ", process.events())));
    well = true;
    time.start(60_000, () -> later.add(call(living.get(0).manager())));
    time.turns.run();
    return new Outcome(words(got), stored, words(events), words(later));
  }

  private static String words(Set<String> all) {
    String joined = String.join(" or ", all);
    return joined.isEmpty() ? "-" : joined;
  }

  private TokenSet signIn() {
    Instant now = Instant.ofEpochMilli(time.millis());
    Duration access = switch (expired) {
      case NOTHING, ID -> Duration.ofHours(1);
      case SOON -> Duration.ofSeconds(30);
      case ACCESS -> Duration.ZERO;
    };
    Duration id = expired == Expired.ID ? Duration.ZERO : Duration.ofHours(1);
    return tokens(now.plus(access), now.plus(id))
        .receivedAt(now.minusSeconds(3_600))
        .build();
  }

  private TokenSet.Builder tokens(Instant access, Instant id) {
    return TokenSet.builder(Secret.of("access " + generation))
        .refreshToken(Secret.of("refresh " + generation))
        .idToken(Secret.of("id " + generation))
        .accessTokenExpiresAt(access)
        .idTokenExpiresAt(id);
  }

  /** The provider, which takes each refresh token once. */
  private RefreshResult refresh(RefreshRequest request) {
    time.passMillis(!well && answer == Answer.SLOW ? 15_000 : 100);
    Answer now = well ? Answer.SUCCESS : answer;
    return switch (now) {
      case NETWORK -> RefreshResult.retryable(new IOException("connection refused"));
      case UNAVAILABLE -> RefreshResult.retryable(new IOException("503"), Duration.ofSeconds(5));
      case GARBAGE -> RefreshResult.unanswered(new IOException("no JSON"));
      case REJECTED -> RefreshResult.rejected("invalid_grant");
      case SUCCESS, SLOW -> rotated(request);
    };
  }

  private RefreshResult rotated(RefreshRequest request) {
    String token = request.tokens().refreshToken().orElseThrow().revealString();
    if (!token.equals("refresh " + generation)) {
      return RefreshResult.rejected("invalid_grant");
    }
    generation++;
    Instant hence = Instant.ofEpochMilli(time.millis()).plusSeconds(3_600);
    return RefreshResult.refreshed(tokens(hence, hence).build());
  }

  /** The provider as the process that dies meets it: well. */
  private RefreshResult refreshAndDie(RefreshRequest request) {
    if (crash == Crash.BEFORE) {
      throw new Killed();
    }
    RefreshResult result = rotated(request);
    if (crash == Crash.BETWEEN) {
      throw new Killed();
    }
    return result;
  }

  private String call(CredentialManager manager) {
    try {
      if (expired == Expired.ID) {
        return manager.idToken().map(token -> age(token, "ID token")).orElse("no ID token");
      }
      return age(manager.accessToken(), "access token");
    } catch (SignInRequiredException required) {
      return "sign-in (" + required.reason() + ")";
    } catch (CredentialException failure) {
      return "`" + failure.getClass().getSimpleName() + "`";
    }
  }

  private static String age(Secret token, String what) {
    return (token.revealString().endsWith(" 1") ? "the old " : "a new ") + what;
  }

  private static String stored(Node process) {
    SessionRecord record = SessionFormat.decode(process
        .scope()
        .scoped(CredentialManager.SCOPE)
        .read(CredentialManager.DEFAULT_ACCOUNT)
        .orElseThrow()
        .value());
    return (record.generation() == 1 ? "old" : "new") + " tokens"
        + (record.lease().isPresent() ? ", leased" : "")
        + (record.signIn().isPresent() ? ", sign-in needed" : "");
  }
}
