package org.wardlight.access.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file of the passwords given for one use: {@code name password}, a line each, readable by the
 * server's user only. A line goes when its password was changed, the file with the last line.
 */
final class FirstPasswords {
  /** No letter that looks like another one or like a digit. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  /** 20 of 31 letters: 99 bits. */
  private static final int LETTERS = 20;

  private final Path file;
  private final SecureRandom random;

  FirstPasswords(Path directory, SecureRandom random) {
    file = directory.resolve("first-passwords.txt");
    this.random = random;
  }

  Path file() {
    return file;
  }

  /** A new password, in groups of five letters. */
  String invent() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LETTERS; i++) {
      if (i > 0 && i % 5 == 0) {
        password.append('-');
      }
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }

  /** The passwords not yet changed, by name. */
  Map<String, String> read() throws IOException {
    Map<String, String> passwords = new LinkedHashMap<>();
    for (String line : new PrivateFile(file).read()) {
      int space = line.indexOf(' ');
      if (space > 0) {
        passwords.put(line.substring(0, space), line.substring(space + 1).strip());
      }
    }
    return passwords;
  }

  /** Replaces the file as a whole; on disk when it returns. */
  void write(Map<String, String> passwords) throws IOException {
    if (passwords.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder text = new StringBuilder();
    passwords.forEach(
        (name, password) -> text.append(name).append(' ').append(password).append('\n'));
    new PrivateFile(file).write(text.toString());
  }

  /** The password of this name was changed. */
  void changed(String name) throws IOException {
    Map<String, String> passwords = read();
    if (passwords.remove(name) != null) {
      write(passwords);
    }
  }
}
