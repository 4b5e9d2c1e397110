package org.wardlight.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one archive of a data directory while its server may be running. The database is a snapshot
 * at one entry of the journal, whose chain is checked before the archive gets its name.
 */
final class Backup {
  /**
   * What is kept besides the database, below the data directory, if it is there. Left out:
   * sessions, what is rebuilt at a start, and the key that signs checkpoints, which must not leave
   * the machine.
   */
  private static final List<String> KEPT =
      List.of(
          DataLayout.STORE + "/" + DataLayout.CHECKPOINTS,
          DataLayout.CONFIGURATIONS,
          DataLayout.FIRST_PASSWORDS);

  private final Path data;
  private final List<Manifest.Item> items = new ArrayList<>();

  private Backup(Path data) {
    this.data = data;
  }

  /**
   * Makes the archive.
   *
   * @param out a file that does not exist yet
   * @param telemetry with the samples; the server must not be running then
   */
  static Manifest make(Path data, Path out, boolean telemetry) throws IOException, SQLException {
    if (Files.exists(out)) {
      throw new IOException(out + " exists; a backup replaces no file");
    }
    return telemetry
        ? whileStopped(data, () -> new Backup(data).write(out, true))
        : new Backup(data).write(out, false);
  }

  @FunctionalInterface
  private interface Making {
    Manifest make() throws IOException, SQLException;
  }

  private static Manifest whileStopped(Path data, Making making) throws IOException, SQLException {
    try (FileChannel channel =
            FileChannel.open(
                data.resolve(DataLayout.SERVER_LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new IOException(
            "the samples cannot be copied while the server on "
                + data
                + " is running: stop it, or leave --with-telemetry out");
      }
      return making.make();
    }
  }

  private Manifest write(Path out, boolean telemetry) throws IOException, SQLException {
    Path part = DurableFiles.part(out);
    Path database = out.resolveSibling(out.getFileName() + ".db.part");
    Files.deleteIfExists(part); // of a backup that was killed
    Files.deleteIfExists(database);
    try (FileChannel channel = DurableFiles.create(part)) {
      Manifest manifest;
      try (ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
        zip.setLevel(Deflater.BEST_SPEED);
        // Before the database: no checkpoint may attest more than the snapshot holds.
        for (String kept : KEPT) {
          addTree(zip, data.resolve(kept));
        }
        if (telemetry) {
          addTree(zip, data.resolve(DataLayout.TELEMETRY));
        }
        Chain.Tail end = snapshot(database);
        add(zip, DataLayout.STORE + "/" + DataLayout.DATABASE, database);
        Instant created = Files.getLastModifiedTime(database).toInstant();
        manifest = new Manifest(created, end.sequence(), end.hash().toString(), items);
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.text().getBytes(UTF_8));
        zip.closeEntry();
        zip.finish();
        channel.force(true);
      }
      DurableFiles.publish(part, out);
      return manifest;
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(database);
    }
  }

  /** Copies the database as it is at one moment, and checks the copy. */
  private Chain.Tail snapshot(Path target) throws SQLException, IOException {
    // So that it is its owner's from the beginning; SQLite takes an empty file.
    DurableFiles.create(target).close();
    Database source = new Database(data.resolve(DataLayout.STORE).resolve(DataLayout.DATABASE));
    try (Connection db = source.connectReadOnly();
        PreparedStatement vacuum = db.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, target.toString());
      vacuum.execute();
    }
    try (Connection copy = new Database(target).connectReadOnly()) {
      JournalCheck.Result result = JournalCheck.run(copy, List.of(), Map.of(), link -> {});
      Chain.Tail end = result.end();
      if (!result.good() || end == null) {
        throw new SQLException(
            "the journal is damaged, no backup was made: " + String.join("; ", result.problems()));
      }
      return end;
    }
  }

  private void addTree(ZipOutputStream zip, Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path file : tree.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !name.equals(SigningKey.FILE)
            && !name.endsWith(".part")) {
          add(zip, data.relativize(file).toString(), file);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException("cannot read " + root, e);
    }
  }

  private void add(ZipOutputStream zip, String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      zip.putNextEntry(new ZipEntry(name));
      MessageDigest sha = sha256();
      OutputStream hashing = new DigestOutputStream(zip, sha);
      long size = in.transferTo(hashing);
      zip.closeEntry();
      items.add(new Manifest.Item(HexFormat.of().formatHex(sha.digest()), size, name));
    } catch (NoSuchFileException e) {
      // Replaced or removed by the server meanwhile: not part of this moment.
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
