package dev.coffer.storage.tck;

/** The places in the contract that rules come from: the javadoc of these types and methods. */
final class Contract {

  static final String RECORD = "StoredRecord";
  static final String RECORD_ID = "RecordId";
  static final String VERSION = "Version";
  static final String EXPECTATION = "Expectation";
  static final String PRECONDITION = "PreconditionFailedException.index";
  static final String BATCH = "Change.requireBatch";
  static final String THREADS = "StorageBackend: Threads";
  static final String FAILURES = "StorageBackend: Errors";
  static final String GET = "StorageBackend.get";
  static final String APPLY = "StorageBackend.apply";
  static final String SCAN = "StorageBackend.scan";
  static final String SCAN_REQUEST = "ScanRequest";
  static final String RECORD_PAGE = "RecordPage";
  static final String GUARANTEES = "StorageBackend.guarantees";
  static final String CLOSE = "StorageBackend.close";
  static final String REMOVE_PREFIX = "StorageBackend.removePrefix";
  static final String REMOVE_EXPIRED = "StorageBackend.removeExpired";
  static final String COUNT = "StorageBackend.countByEpoch";
  static final String STORE_ID = "StorageBackend.storeId";
  static final String DURABLE = "Guarantee.DURABLE";
  static final String SHARED = "Guarantee.SHARED";
  static final String ERRORS = "StorageScope: Errors";
  static final String NAMES = "StorageScope: Names";
  static final String VALUES = "StorageScope: Values";
  static final String EXPIRY = "StorageScope: Expiry";
  static final String READ = "StorageScope.read";
  static final String WRITE = "StorageScope.write";
  static final String DELETE = "StorageScope.delete";
  static final String SCOPED = "StorageScope.scoped";
  static final String SCOPE_APPLY = "StorageScope.apply";
  static final String LIST = "StorageScope.list";
  static final String READ_ALL = "StorageScope.readAll";
  static final String CHILD_SCOPES = "StorageScope.childScopes";
  static final String DISCARD = "StorageScope.discard";
  static final String CLEAR = "StorageScope.clear";
  static final String PAGE = "Page";
  static final String UNAVAILABLE = "StorageUnavailableException";
  static final String PURGE = "SecureStorage.purgeExpired";
  static final String STORAGE_CLOSE = "SecureStorage.close";
  static final String SECRET = "Secret";
  static final String PROVIDER = "StorageProvider";
  static final String PROVIDER_ID = "StorageProvider.id";
  static final String PROVIDER_OPTIONS = "StorageProvider.options";
  static final String PROVIDER_GUARANTEES = "StorageProvider.guarantees";
  static final String PROVIDER_VOLATILE = "StorageProvider.isVolatile";
  static final String PROVIDER_PROBLEMS = "StorageProvider.problems";
  static final String PROVIDER_OPEN = "StorageProvider.open";
  static final String CATALOG = "ProviderCatalog";
  static final String OPTION = "Option";
  static final String STORAGE_OPEN = "SecureStorage.open";
  static final String CONFIGURATION = "StorageConfigurationException";
  static final String SEALER_OPEN = "SealerProvider.open";
  static final String KEY_UNAVAILABLE = "KeyUnavailableException";
  static final String UNREADABLE = "UnreadableEntryException";
  static final String KEEPS_VERSION = "Expectation.version";
  static final String BACKEND_ERRORS = "StorageBackend: Errors";
  static final String ENCRYPTED = "Guarantee.ENCRYPTED";

  private Contract() {}
}
