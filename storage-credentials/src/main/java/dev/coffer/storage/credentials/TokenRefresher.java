package dev.coffer.storage.credentials;

/**
 * Exchanges a refresh token for new tokens at a provider. Called by one process of a fleet at a
 * time for one session, as far as leases can promise that; called by many threads for many.
 */
@FunctionalInterface
public interface TokenRefresher {

  /**
   * Asks the provider once. The call ends within {@link RefreshRequest#remaining()}, and sends
   * nothing once that is zero: another process may have taken over by then.
   *
   * <p>An exception counts as {@link RefreshResult#unanswered}. It, and the cause of a result, must
   * carry no token: both reach callers and logs.
   */
  RefreshResult refresh(RefreshRequest request);
}
