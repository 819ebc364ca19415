package dev.coffer.storage.crypto;

/** Where a sealer has its keys from, for each purpose: they may change from call to call. */
interface SealingKeys {

  /** The keys as they are known, for what never changes: the digest function. */
  StoreKeys current();

  /** Keys that are known recently enough to seal with. */
  StoreKeys toSeal();

  /** Keys to seal with in this epoch, which {@link #toSeal} had as its primary one just now. */
  StoreKeys toSeal(int epoch);

  /** Keys that open this epoch, if any do. */
  StoreKeys toOpen(int epoch);

  /** Whether this epoch opens by the keyring as it is now. */
  boolean stillOpens(int epoch);

  void close();

  /** Keys that never change. */
  static SealingKeys of(StoreKeys keys) {
    return new SealingKeys() {
      @Override
      public StoreKeys current() {
        return keys;
      }

      @Override
      public StoreKeys toSeal() {
        return keys;
      }

      @Override
      public StoreKeys toSeal(int epoch) {
        return keys;
      }

      @Override
      public StoreKeys toOpen(int epoch) {
        return keys;
      }

      @Override
      public boolean stillOpens(int epoch) {
        return keys.opens(epoch);
      }

      @Override
      public void close() {}
    };
  }
}
