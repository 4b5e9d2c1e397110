package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.TrustList;

/**
 * The servers' certificates as files: the directories {@code pending}, {@code trusted} and {@code
 * rejected} hold one file each, and deciding moves it. They are read anew whenever they are asked,
 * so a file that somebody puts there counts at once.
 */
final class TrustedServers implements TrustList {
  /** More are not kept: the one that was seen first goes, and comes back if its server is there. */
  static final int MOST_PENDING = 20;

  private static final Logger LOG = LoggerFactory.getLogger(TrustedServers.class);
  private static final Pattern NOTE = Pattern.compile("(?m)^(endpoint|first-seen): (.*)$");
  private static final long LARGEST_FILE = 64 * 1024;

  private final Path directory;
  private final Clock clock;
  private final Set<Path> unreadable = new HashSet<>();

  /** A certificate and the file that holds it. */
  private record Held(Path file, ServerCertificate certificate) {}

  TrustedServers(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public synchronized List<ServerCertificate> certificates() {
    try {
      return all().stream().map(Held::certificate).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean accept(String fingerprint) {
    return decide(fingerprint, Decision.TRUSTED);
  }

  @Override
  public boolean reject(String fingerprint) {
    return decide(fingerprint, Decision.REJECTED);
  }

  private synchronized boolean decide(String fingerprint, Decision decision) {
    String plain = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
    try {
      boolean found = false;
      for (Held held : all()) {
        if (held.certificate().fingerprint().equals(plain)) {
          found = true;
          Path to = directory(decision).resolve(plain + ".pem");
          if (!held.file().equals(to)) {
            Files.move(held.file(), to, StandardCopyOption.REPLACE_EXISTING);
          }
          LOG.info("certificate {} is now {}", plain, decision.name().toLowerCase(Locale.ROOT));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was decided about a certificate; one that was never seen before is pending from now. */
  synchronized Decision decision(X509Certificate certificate, String endpoint)
      throws IOException, GeneralSecurityException {
    String fingerprint = fingerprint(certificate);
    List<Held> all = all();
    // A file in more than one directory: the refusal counts.
    List<Decision> decisions =
        all.stream()
            .map(Held::certificate)
            .filter(known -> known.fingerprint().equals(fingerprint))
            .map(ServerCertificate::decision)
            .toList();
    if (decisions.contains(Decision.REJECTED)) {
      return Decision.REJECTED;
    }
    if (decisions.isEmpty()) {
      makeRoom(all);
      String file =
          "endpoint: "
              + endpoint
              + "\nfirst-seen: "
              + clock.instant()
              + "\n"
              + PemFile.text(certificate);
      PemFile.write(
          directory(Decision.PENDING).resolve(fingerprint + ".pem"),
          file.getBytes(StandardCharsets.UTF_8));
    }
    return decisions.contains(Decision.TRUSTED) ? Decision.TRUSTED : Decision.PENDING;
  }

  private static void makeRoom(List<Held> all) throws IOException {
    List<Held> pending =
        all.stream()
            .filter(held -> held.certificate().decision() == Decision.PENDING)
            .sorted(Comparator.comparing(held -> held.certificate().firstSeen()))
            .toList();
    for (int i = 0; i <= pending.size() - MOST_PENDING; i++) {
      Files.deleteIfExists(pending.get(i).file());
    }
  }

  private List<Held> all() throws IOException {
    List<Held> all = new ArrayList<>();
    for (Decision decision : Decision.values()) {
      try (Stream<Path> files = Files.list(directory(decision))) {
        for (Path file : files.sorted().toList()) {
          Held held = read(file, decision);
          if (held != null) {
            all.add(held);
          }
        }
      }
    }
    return all;
  }

  private Path directory(Decision decision) throws IOException {
    return Files.createDirectories(directory.resolve(decision.name().toLowerCase(Locale.ROOT)));
  }

  private @Nullable Held read(Path file, Decision decision) throws IOException {
    if (!Files.isRegularFile(file) || file.toString().endsWith(".new")) {
      return null;
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new GeneralSecurityException("it is larger than " + LARGEST_FILE + " bytes");
      }
      byte[] content = Files.readAllBytes(file);
      X509Certificate certificate = PemFile.certificate(content);
      String endpoint = "";
      Instant firstSeen = Files.getLastModifiedTime(file).toInstant();
      Matcher notes = NOTE.matcher(new String(content, StandardCharsets.ISO_8859_1));
      while (notes.find()) {
        if (notes.group(1).equals("endpoint")) {
          endpoint = notes.group(2);
        } else {
          firstSeen = Instant.parse(notes.group(2));
        }
      }
      return new Held(
          file,
          new ServerCertificate(
              fingerprint(certificate),
              certificate.getSubjectX500Principal().getName(),
              certificate.getIssuerX500Principal().getName(),
              certificate.getNotBefore().toInstant(),
              certificate.getNotAfter().toInstant(),
              endpoint,
              firstSeen,
              decision));
    } catch (GeneralSecurityException | DateTimeException e) {
      if (unreadable.add(file)) {
        LOG.warn("{} holds no certificate and is left out: {}", file, e.getMessage());
      }
      return null;
    }
  }

  static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }
}
