package org.wardlight.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts an archive into an empty data directory: first into a directory within it, where everything
 * is checked, then by renaming, the database last.
 */
final class Restore {
  private static final String STAGING = ".restoring";

  /** What may be in a directory that counts as empty: a file system's own, a restore cut short. */
  private static final Set<String> IGNORED = Set.of("lost+found", STAGING);

  private Restore() {}

  /**
   * What came back.
   *
   * @param check what the check of the journal found; good
   */
  record Outcome(Manifest manifest, JournalCheck.Result check) {}

  /**
   * Restores.
   *
   * @param checkpoints newer or older than the backup: each must be signed, and what they attest of
   *     its journal must be there
   * @throws IOException if the archive is damaged or the directory is not empty; then nothing is in
   *     the directory
   */
  static Outcome into(
      Path data, Path archive, List<Checkpoint> checkpoints, Map<String, PublicKey> keys)
      throws IOException, SQLException {
    Files.createDirectories(data);
    refuseUnlessEmpty(data);
    Path staging = data.resolve(STAGING);
    deleteTree(staging);
    Files.createDirectory(staging);
    try {
      Manifest manifest = unpack(archive, staging);
      JournalCheck.Result check = check(staging, manifest, checkpoints, keys);
      publish(staging, data);
      return new Outcome(manifest, check);
    } finally {
      deleteTree(staging);
    }
  }

  private static void refuseUnlessEmpty(Path data) throws IOException {
    try (Stream<Path> content = Files.list(data)) {
      List<String> found =
          content
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !IGNORED.contains(name))
              .toList();
      if (!found.isEmpty()) {
        throw new IOException(
            data + " is not empty (" + found.get(0) + "): restore into a new directory");
      }
    }
  }

  private static Manifest unpack(Path archive, Path staging) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new NoSuchFileException("there is no " + archive);
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Manifest manifest = Manifest.parse(new String(read(zip, Manifest.NAME), UTF_8));
      Set<String> expected = new HashSet<>(Set.of(Manifest.NAME));
      for (Manifest.Item item : manifest.files()) {
        expected.add(item.name());
        unpack(zip, item, staging.resolve(item.name()));
      }
      if (zip.stream().anyMatch(entry -> !expected.contains(entry.getName()))) {
        throw new IOException("it holds files that its manifest does not name");
      }
      return manifest;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(archive + " is damaged or no backup: " + e.getMessage(), e);
    }
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no " + name);
    }
    return zip.getInputStream(entry);
  }

  private static byte[] read(ZipFile zip, String name) throws IOException {
    try (InputStream in = open(zip, name)) {
      return in.readAllBytes();
    }
  }

  private static void unpack(ZipFile zip, Manifest.Item item, Path target) throws IOException {
    Files.createDirectories(DurableFiles.directoryOf(target));
    MessageDigest sha = Backup.sha256();
    try (InputStream in = open(zip, item.name());
        FileChannel channel = DurableFiles.create(target)) {
      OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha);
      long size = in.transferTo(out);
      channel.force(true);
      if (size != item.size() || !HexFormat.of().formatHex(sha.digest()).equals(item.sha256())) {
        throw new IOException(item.name() + " is not what the manifest says");
      }
    }
  }

  private static JournalCheck.Result check(
      Path staging, Manifest manifest, List<Checkpoint> checkpoints, Map<String, PublicKey> keys)
      throws SQLException, IOException {
    Path database = staging.resolve(DataLayout.STORE).resolve(DataLayout.DATABASE);
    List<Checkpoint> expected =
        new ArrayList<>(
            checkpoints.stream().filter(c -> c.sequence() <= manifest.sequence()).toList());
    Map<String, PublicKey> believed = keys;
    Path own = staging.resolve(DataLayout.STORE).resolve(DataLayout.CHECKPOINTS);
    if (keys.isEmpty() && Files.isDirectory(own)) {
      believed = CheckpointFiles.keys(own);
      expected.addAll(CheckpointFiles.read(own));
    }
    for (Checkpoint newer : checkpoints) {
      String doubt =
          newer.sequence() > manifest.sequence() ? JournalCheck.doubt(newer, believed) : "";
      if (!doubt.isEmpty()) {
        throw new IOException("not restored: " + doubt);
      }
    }
    try (Connection db = new Database(database).connectReadOnly()) {
      JournalCheck.Result result = JournalCheck.run(db, expected, believed, link -> {});
      if (!result.good()) {
        throw new IOException("not restored: " + String.join("; ", result.problems()));
      }
      Chain.Tail end = result.end();
      if (end == null
          || end.sequence() != manifest.sequence()
          || !end.hash().toString().equals(manifest.hash())) {
        throw new IOException("not restored: the journal does not end as the manifest says");
      }
      return result;
    }
  }

  private static void publish(Path staging, Path data) throws IOException {
    List<Path> parts;
    try (Stream<Path> content = Files.list(staging)) {
      // The database last: a server that finds it finds everything.
      parts =
          content.sorted(Comparator.comparing(part -> part.endsWith(DataLayout.STORE))).toList();
    }
    for (Path part : parts) {
      Files.move(part, data.resolve(part.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    DurableFiles.forceDirectory(data);
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw new IOException("cannot clear " + root, e);
    }
  }
}
