package org.wardlight.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wardlight.api.field.ManualOverride;

/** The outputs that people hold by hand. */
final class OverrideTable {
  static final String CREATE =
      "CREATE TABLE manual_override (point TEXT PRIMARY KEY, value REAL NOT NULL,"
          + " owner TEXT NOT NULL, reason TEXT NOT NULL, began TEXT NOT NULL, until TEXT NOT NULL)"
          + " STRICT, WITHOUT ROWID";

  private OverrideTable() {}

  static void put(Connection db, ManualOverride override) throws SQLException {
    try (PreparedStatement put =
        db.prepareStatement(
            "INSERT OR REPLACE INTO manual_override (point, value, owner, reason, began, until)"
                + " VALUES (?,?,?,?,?,?)")) {
      put.setString(1, override.point());
      put.setDouble(2, override.value());
      put.setString(3, override.owner());
      put.setString(4, override.reason());
      put.setString(5, override.from().toString());
      put.setString(6, override.until().toString());
      put.executeUpdate();
    }
  }

  static void remove(Connection db, String point) throws SQLException {
    try (PreparedStatement remove =
        db.prepareStatement("DELETE FROM manual_override WHERE point = ?")) {
      remove.setString(1, point);
      remove.executeUpdate();
    }
  }

  static List<ManualOverride> read(Connection db) throws SQLException {
    List<ManualOverride> overrides = new ArrayList<>();
    try (PreparedStatement query =
            db.prepareStatement(
                "SELECT point, value, owner, reason, began, until FROM manual_override");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        overrides.add(
            new ManualOverride(
                row.getString(1),
                row.getDouble(2),
                row.getString(3),
                row.getString(4),
                Instant.parse(row.getString(5)),
                Instant.parse(row.getString(6))));
      }
    }
    return overrides;
  }
}
