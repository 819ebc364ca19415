package dev.coffer.storage.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does not tell its URL: HikariCP logs connections, which H2 prints with URL and
 * user, and Flyway logs the URL that the meta data give. All else is handed on.
 */
final class QuietConnection implements InvocationHandler {

  private final Object target;

  private QuietConnection(Object target) {
    this.target = target;
  }

  static Connection of(Connection connection) {
    return proxy(Connection.class, connection);
  }

  private static <T> T proxy(Class<T> type, T target) {
    return type.cast(Proxy.newProxyInstance(
        QuietConnection.class.getClassLoader(),
        new Class<?>[] {type},
        new QuietConnection(target)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "toString" -> "a database connection";
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "getURL" -> "jdbc:(not shown)";
      default -> quiet(call(method, arguments));
    };
  }

  private static @Nullable Object quiet(@Nullable Object answer) {
    if (answer instanceof Connection connection) {
      return of(connection);
    }
    return answer instanceof DatabaseMetaData metaData
        ? proxy(DatabaseMetaData.class, metaData)
        : answer;
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      Throwable cause = failure.getCause();
      throw cause == null ? failure : cause;
    }
  }
}
