package org.wardlight.store.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;

/** A data directory with a journal of calls: each is raised, accepted and closed. */
final class RecordedHouse implements AutoCloseable {
  static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");

  final Path data;
  final Path checkpoints;
  SqliteStore store;

  RecordedHouse(Path data) {
    this.data = data;
    checkpoints = data.resolve("store/checkpoints");
    store = open();
  }

  private SqliteStore open() {
    return new SqliteStore(data.resolve("store"), System::nanoTime);
  }

  void restart() {
    store.close();
    store = open();
  }

  Database database() {
    return new Database(data.resolve("store/wardlight.db"));
  }

  static List<AlarmEvent> call(int n) {
    Instant at = AT.plusSeconds(60L * n);
    String alarm = "call.bed@" + n + "@" + at;
    Reason reason = new Reason("call.bed", Map.of("said", "\"help\", twice"));
    return List.of(
        new Raised(
            at,
            "a",
            alarm,
            "call.bed",
            AlarmClass.CALL,
            "10" + n,
            "10" + n,
            at,
            reason,
            false,
            false),
        new Accepted(at.plusSeconds(5), "a", alarm, "nurse"),
        new Closed(at.plusSeconds(30), "a", alarm, "presence", "reset.in.room"));
  }

  /** Appends the calls from the first to the last number, each as one unit of three entries. */
  void calls(int first, int last) {
    IntStream.rangeClosed(first, last)
        .mapToObj(n -> store.append(call(n)).toCompletableFuture())
        .toList()
        .forEach(done -> done.join());
  }

  /** Attests what the journal holds now. */
  void checkpoint() {
    CheckpointWriter.Rule rule = new CheckpointWriter.Rule(checkpoints, 1, Duration.ofHours(1));
    Clock clock = Clock.fixed(AT.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    try (CheckpointWriter writer = new CheckpointWriter(database(), rule, () -> "demo", clock)) {
      writer.look(true);
    }
  }

  List<JournalEntry> replayed() {
    List<JournalEntry> all = new ArrayList<>();
    store.replay(1, all::add);
    return all;
  }

  void sql(String... statements) throws SQLException {
    try (Connection db = database().connect();
        Statement statement = db.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Cuts off the entries after this one, as somebody with access to the file would. */
  void cutAfter(long sequence) throws SQLException {
    sql("DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE seq > " + sequence);
    sql(Chain.NO_DELETE);
  }

  /** Keeps the checkpoints written so far, as somebody with a memory stick would. */
  Path keepCheckpoints(Path elsewhere) throws IOException {
    Path copy = elsewhere.resolve("kept.txt");
    List<String> lines = new ArrayList<>();
    lines.add("printed by Anna");
    CheckpointFiles.read(checkpoints).forEach(checkpoint -> lines.add(checkpoint.line()));
    return Files.write(copy, lines);
  }

  /** The public key's file. */
  Path publicKey() throws IOException {
    try (var files = Files.list(checkpoints)) {
      return files.filter(file -> file.toString().endsWith(".pub")).findFirst().orElseThrow();
    }
  }

  /** What a command printed and its exit code. */
  record Said(int code, String out, String err) {}

  /** A command's entry for tests. */
  @FunctionalInterface
  interface Command {
    int run(String[] args, PrintStream out, PrintStream err);
  }

  static Said say(Command command, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int code =
        command.run(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    store.close();
  }
}
