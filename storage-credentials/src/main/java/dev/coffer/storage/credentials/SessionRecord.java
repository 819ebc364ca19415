package dev.coffer.storage.credentials;

import java.util.Optional;
import java.util.UUID;

/**
 * All that is stored of a session: its tokens, their generation, and what is being done about them.
 * One entry holds it, so that every step is one conditional write.
 *
 * @param session which sign-in it comes from, so that nothing of an earlier one enters a later one
 * @param generation 1 at the sign-in, and one more with each refresh
 * @param lease of the attempt that is under way, if one is
 * @param signIn why the user must sign in again, if they must
 * @param overtaken how many attempts with these tokens lost their lease before they came to an end
 * @param unanswered how many attempts with these tokens got no answer
 * @param unknown what a newer release has written
 */
record SessionRecord(
    UUID session,
    long generation,
    Optional<Lease> lease,
    Optional<SignInDemand> signIn,
    int overtaken,
    int unanswered,
    TokenSet tokens,
    Fields unknown) {

  /** Why a user must sign in again, with the provider's own words. */
  record SignInDemand(SignInReason reason, String detail) {}

  static SessionRecord signedIn(UUID session, TokenSet tokens) {
    return new SessionRecord(
        session, 1, Optional.empty(), Optional.empty(), 0, 0, tokens, new Fields());
  }

  /** Under a lease, which no attempt of these tokens has held before. */
  SessionRecord leased(Lease lease) {
    return new SessionRecord(
        session, generation, Optional.of(lease), signIn, overtaken, unanswered, tokens, unknown);
  }

  /** Under the lease of one that has waited for the end of the lease before. */
  SessionRecord takenOver(Lease lease) {
    return new SessionRecord(
        session,
        generation,
        Optional.of(lease),
        signIn,
        overtaken + 1,
        unanswered,
        tokens,
        unknown);
  }

  /** Without a lease, for anybody to try again. */
  SessionRecord released(boolean answered) {
    return new SessionRecord(
        session,
        generation,
        Optional.empty(),
        signIn,
        overtaken,
        unanswered + (answered ? 0 : 1),
        tokens,
        unknown);
  }

  /** With the tokens kept, and no way to refresh them. */
  SessionRecord rejected(String detail) {
    SignInReason reason = isAnswerMissing() ? SignInReason.ANSWER_LOST : SignInReason.REJECTED;
    return new SessionRecord(
        session,
        generation,
        Optional.empty(),
        Optional.of(new SignInDemand(reason, detail)),
        overtaken,
        unanswered,
        tokens,
        unknown);
  }

  /** With new tokens, whatever was being done or had been said about the old ones. */
  SessionRecord renewed(TokenSet next) {
    return new SessionRecord(
        session, generation + 1, Optional.empty(), Optional.empty(), 0, 0, next, unknown);
  }

  /** Whether the provider may have answered an attempt with these tokens, unheard. */
  boolean isAnswerMissing() {
    return overtaken + unanswered > 0;
  }

  /** No token. */
  @Override
  public String toString() {
    return "SessionRecord[generation " + generation + (lease.isPresent() ? ", leased" : "")
        + (signIn.isPresent() ? ", sign-in needed" : "") + "]";
  }
}
