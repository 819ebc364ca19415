package dev.coffer.storage.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection whose database tells how it will carry out each statement, with its parameters as
 * they are, before it does.
 */
final class Explained {

  private final Connection real;
  private final List<String> plans = new ArrayList<>();

  Explained(Connection real) {
    this.real = real;
  }

  Connection connection() {
    return proxy(Connection.class, (method, arguments) -> {
      Object answer = method.invoke(real, arguments);
      return method.getName().equals("prepareStatement")
          ? explained((PreparedStatement) answer, real.prepareStatement("EXPLAIN " + arguments[0]))
          : answer;
    });
  }

  private PreparedStatement explained(PreparedStatement statement, PreparedStatement explanation) {
    return proxy(PreparedStatement.class, (method, arguments) -> {
      if (method.getName().startsWith("set")) {
        method.invoke(explanation, arguments);
      } else if (method.getName().startsWith("execute")) {
        plans.add(plan(explanation));
      }
      return method.invoke(statement, arguments);
    });
  }

  private static String plan(PreparedStatement explanation) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (explanation;
        ResultSet row = explanation.executeQuery()) {
      while (row.next()) {
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          if (!row.getMetaData().getColumnLabel(column).equals("possible_keys")) {
            plan.append(row.getString(column)).append(' ');
          }
        }
        plan.append('\n');
      }
    }
    return plan.toString();
  }

  /** What was told since this was last asked. */
  List<String> plans() {
    List<String> told = List.copyOf(plans);
    plans.clear();
    return told;
  }

  private interface Handler {
    Object invoke(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(Proxy.newProxyInstance(
        Explained.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
          try {
            return handler.invoke(method, arguments);
          } catch (InvocationTargetException failure) {
            throw failure.getCause();
          }
        }));
  }
}
