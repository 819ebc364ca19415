package dev.coffer.storage.spi;

import dev.coffer.storage.Version;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a backend keeps: an id, the version and expiry that the facade chose, and a sealed name and
 * value. A backend returns every field exactly as it was put.
 *
 * <p>Sealing binds all fields together, so that a backend, or whoever edits its storage, cannot
 * change one of them unnoticed.
 *
 * <p>Immutable and thread-safe; byte arrays are copied on the way in and out.
 */
public final class StoredRecord {

  /** The {@link #expiresAt()} of a record that does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The length of a {@link #domain()} in bytes. */
  public static final int DOMAIN_LENGTH = 16;

  private final RecordId id;
  private final Version version;
  private final long expiresAt;
  private final byte[] domain;
  private final int epoch;
  private final int suite;
  private final int flags;
  private final byte[] name;
  private final byte[] value;
  private final boolean hasValue;

  private StoredRecord(Builder builder, byte[] value, boolean hasValue) {
    this.id = builder.id;
    this.version = builder.version;
    this.expiresAt = builder.expiresAt;
    this.domain = builder.domain;
    this.epoch = builder.epoch;
    this.suite = builder.suite;
    this.flags = builder.flags;
    this.name = builder.name;
    this.value = value;
    this.hasValue = hasValue;
  }

  private StoredRecord(StoredRecord record) {
    this.id = record.id;
    this.version = record.version;
    this.expiresAt = record.expiresAt;
    this.domain = record.domain;
    this.epoch = record.epoch;
    this.suite = record.suite;
    this.flags = record.flags;
    this.name = record.name;
    this.value = new byte[0];
    this.hasValue = false;
  }

  /**
   * Starts a record that never expires, of key domain, epoch, suite and flags 0, with an empty name
   * and value.
   */
  public static Builder builder(RecordId id, Version version) {
    return new Builder(id, version);
  }

  /** The address. */
  public RecordId id() {
    return id;
  }

  /** The version, chosen by the facade at each write. */
  public Version version() {
    return version;
  }

  /** When the record expires, in milliseconds since 1970-01-01T00:00Z, or {@link #NEVER}. */
  public long expiresAt() {
    return expiresAt;
  }

  /** Whether the record counts as absent at {@code now}: from {@link #expiresAt()} on. */
  public boolean isExpiredAt(long now) {
    return expiresAt != NEVER && expiresAt <= now;
  }

  /** The key domain, {@value #DOMAIN_LENGTH} bytes; all zero is the store's own key. */
  public byte[] domain() {
    return domain.clone();
  }

  /** The epoch of the key that sealed the record, an unsigned number; 0 where nothing is sealed. */
  public int epoch() {
    return epoch;
  }

  /**
   * The number of the algorithms that sealed the record, 0 to 65,535; 0 where nothing is sealed.
   */
  public int suite() {
    return suite;
  }

  /** Format flags, an unsigned 32-bit set; no bit is defined yet. */
  public int flags() {
    return flags;
  }

  /** The sealed name. */
  public byte[] name() {
    return name.clone();
  }

  /**
   * The sealed value.
   *
   * @throws IllegalStateException if the record comes from a scan without values
   */
  public byte[] value() {
    if (!hasValue) {
      throw new IllegalStateException("The record was read without its value.");
    }
    return value.clone();
  }

  /** Whether the value is here, as it is but in a scan without values. */
  public boolean hasValue() {
    return hasValue;
  }

  /** This record as a scan without values returns it. */
  public StoredRecord withoutValue() {
    return hasValue ? new StoredRecord(this) : this;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof StoredRecord other
        && id.equals(other.id)
        && version.equals(other.version)
        && expiresAt == other.expiresAt
        && Arrays.equals(domain, other.domain)
        && epoch == other.epoch
        && suite == other.suite
        && flags == other.flags
        && Arrays.equals(name, other.name)
        && hasValue == other.hasValue
        && Arrays.equals(value, other.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, version);
  }

  /** Id, version, expiry, epoch and lengths; no content. */
  @Override
  public String toString() {
    return String.format(
        "StoredRecord[id=%s, version=%s, expiresAt=%s, epoch=%s, suite=%d, name=%d bytes, value=%s]",
        id,
        version,
        expiresAt == NEVER ? "never" : Long.toString(expiresAt),
        Integer.toUnsignedString(epoch),
        suite,
        name.length,
        hasValue ? value.length + " bytes" : "left out");
  }

  /** Builds a {@link StoredRecord}. Not thread-safe. */
  public static final class Builder {

    private final RecordId id;
    private final Version version;
    private long expiresAt = NEVER;
    private byte[] domain = new byte[DOMAIN_LENGTH];
    private int epoch;
    private int suite;
    private int flags;
    private byte[] name = new byte[0];
    private byte[] value = new byte[0];

    private Builder(RecordId id, Version version) {
      this.id = Objects.requireNonNull(id, "id");
      this.version = Objects.requireNonNull(version, "version");
    }

    /** When it expires, in milliseconds since 1970-01-01T00:00Z, or {@link StoredRecord#NEVER}. */
    public Builder expiresAt(long epochMillis) {
      this.expiresAt = epochMillis;
      return this;
    }

    /**
     * The key domain.
     *
     * @throws IllegalArgumentException unless it has {@value StoredRecord#DOMAIN_LENGTH} bytes
     */
    public Builder domain(byte[] domain) {
      if (domain.length != DOMAIN_LENGTH) {
        throw new IllegalArgumentException(
            "A key domain has " + DOMAIN_LENGTH + " bytes, this one " + domain.length + ".");
      }
      this.domain = domain.clone();
      return this;
    }

    /** The key epoch, an unsigned number. */
    public Builder epoch(int epoch) {
      this.epoch = epoch;
      return this;
    }

    /**
     * The number of the algorithms.
     *
     * @throws IllegalArgumentException outside 0 to 65,535
     */
    public Builder suite(int suite) {
      if (suite < 0 || suite > 0xFFFF) {
        throw new IllegalArgumentException(
            "A suite is a number from 0 to 65535, this one " + suite + ".");
      }
      this.suite = suite;
      return this;
    }

    /** Format flags. */
    public Builder flags(int flags) {
      this.flags = flags;
      return this;
    }

    /** The sealed name. */
    public Builder name(byte[] name) {
      this.name = name.clone();
      return this;
    }

    /** The sealed value. */
    public Builder value(byte[] value) {
      this.value = value.clone();
      return this;
    }

    /** The record, with its value. */
    public StoredRecord build() {
      return new StoredRecord(this, value, true);
    }

    /** The record without its value, for a backend whose scan has read none. */
    public StoredRecord buildWithoutValue() {
      return new StoredRecord(this, new byte[0], false);
    }
  }
}
