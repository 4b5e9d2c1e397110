package org.wardlight.facility.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are there as a whole or not at all, whenever the power fails. */
final class DurableFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private DurableFiles() {}

  /** Writes a file that only the server's own account may read. */
  static void writePrivate(Path file, byte[] content) throws IOException {
    Path copy = prepare(file, content);
    PosixFileAttributeView view = posix(copy);
    if (view != null) {
      view.setPermissions(OWNER_ONLY);
    }
    replace(copy, file);
    sync(file);
  }

  /**
   * Writes the content to a hidden file beside the file, on disk when this returns.
   *
   * @return the copy, for {@link #replace}; the same for the same file
   */
  static Path prepare(Path file, byte[] content) throws IOException {
    Path copy = file.resolveSibling("." + file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            copy,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    PosixFileAttributeView was = Files.exists(file) ? posix(file) : null;
    PosixFileAttributeView is = posix(copy);
    if (was != null && is != null) {
      PosixFileAttributes attributes = was.readAttributes();
      is.setPermissions(attributes.permissions());
    }
    return copy;
  }

  /** Puts the copy in the file's place. */
  static void replace(Path copy, Path file) throws IOException {
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes what happened to names in the file's directory last. */
  static void sync(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static @Nullable PosixFileAttributeView posix(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }
}
