package org.wardlight.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files for their owner's eyes only that are on disk when a method returns. */
final class DurableFiles {
  private static final String OWNER_ONLY = "rw-------";
  private static final String PART = ".part";

  private DurableFiles() {}

  /** Opens a file, made readable by its owner only if it is new. */
  static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
    return FileChannel.open(file, options, ownerOnly);
  }

  /** Opens a file that does not exist yet. */
  static FileChannel create(Path file) throws IOException {
    return open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Writes a whole file: it is there with this content or not at all. */
  static void write(Path file, byte[] content) throws IOException {
    Path part = part(file);
    Files.deleteIfExists(part);
    try (FileChannel out = create(part)) {
      writeFully(out, content);
      out.force(true);
    }
    publish(part, file);
  }

  /** What a file is called while it is being written. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  /** Gives a file that is on disk its name. */
  static void publish(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(directoryOf(file));
  }

  /** Appends to a file, made if it is missing. */
  static void append(Path file, byte[] content) throws IOException {
    boolean isNew = !Files.exists(file);
    try (FileChannel out =
        open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      writeFully(out, content);
      out.force(true);
    }
    if (isNew) {
      forceDirectory(directoryOf(file));
    }
  }

  private static void writeFully(FileChannel out, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      int unused = out.write(buffer);
    }
  }

  static Path directoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is no file");
    }
    return directory;
  }

  /** Brings the names in a directory to disk. */
  static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
