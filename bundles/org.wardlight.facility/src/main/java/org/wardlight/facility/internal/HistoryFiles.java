package org.wardlight.facility.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.space.ConfigurationEntry;

/**
 * The directory of the configurations that were in force: one zip each, {@code 000012.zip}, with
 * {@code entry.json} before the files. Not thread-safe.
 */
final class HistoryFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFiles.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("([0-9]{6,9})\\.zip");
  private static final String ENTRY = "entry.json";
  private static final String FILES = "files/";
  private static final String RESTORING = "restoring.json";

  /** What a roll-back replaced; the last one only. */
  private static final String REPLACED = "replaced.zip";

  /** More lines than anybody reads; the files themselves are all there. */
  private static final int MAX_LINES = 200;

  private final Path directory;
  private final int limit;
  private final NavigableMap<Integer, Kept> kept = new TreeMap<>();
  private int greatest;

  /**
   * An entry of the history.
   *
   * @param digest of its files
   */
  record Kept(ConfigurationEntry entry, String digest) {}

  /** A roll-back that has begun. */
  record Restoring(int number, String who) {}

  /**
   * Opens the history.
   *
   * @param limit so many are kept, at least one
   */
  HistoryFiles(Path directory, int limit) throws IOException {
    this.directory = directory;
    this.limit = limit;
    Files.createDirectories(directory);
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.sorted().toList()) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          greatest = Math.max(greatest, Integer.parseInt(name.group(1)));
          open(file);
        }
      }
    }
  }

  private void open(Path file) {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      ZipEntry first = zip.getNextEntry();
      if (first == null || !first.getName().equals(ENTRY)) {
        throw new IOException("it does not begin with " + ENTRY);
      }
      Kept entry = kept(JSON.readTree(zip.readAllBytes()));
      kept.put(entry.entry().number(), entry);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.warn("{} of the history is damaged and left out: {}", file, e.getMessage());
    }
  }

  /** The newest first. */
  List<ConfigurationEntry> entries() {
    return kept.descendingMap().values().stream().map(Kept::entry).toList();
  }

  /** The newest first. */
  List<Kept> all() {
    return new ArrayList<>(kept.descendingMap().values());
  }

  /** The number after all that were ever kept. */
  int next() {
    return greatest + 1;
  }

  /** The files of an entry; null if it is not there or damaged. */
  @Nullable Snapshot files(int number) {
    Kept wanted = kept.get(number);
    if (wanted == null) {
      return null;
    }
    try {
      SortedMap<String, byte[]> files = new TreeMap<>();
      byte[] bytes = Files.readAllBytes(file(number));
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
        for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
          if (e.getName().startsWith(FILES)) {
            files.put(e.getName().substring(FILES.length()), zip.readAllBytes());
          }
        }
      }
      Snapshot snapshot = Snapshot.of(files);
      if (snapshot.digest().equals(wanted.digest())) {
        return snapshot;
      }
      LOG.warn("{} is damaged: its files are not those that were kept", file(number));
    } catch (IOException e) {
      LOG.warn("{} is damaged: {}", file(number), e.getMessage());
    }
    return null;
  }

  /** Keeps another; on disk when this returns. The oldest go. */
  void add(ConfigurationEntry entry, Snapshot files) throws IOException {
    Kept next = new Kept(entry, files.digest());
    DurableFiles.writePrivate(file(entry.number()), zip(json(next), files));
    kept.put(entry.number(), next);
    greatest = Math.max(greatest, entry.number());
    while (kept.size() > limit) {
      Files.deleteIfExists(file(kept.firstKey()));
      kept.pollFirstEntry();
    }
  }

  /** Notes a roll-back before the first file is touched, with the files that it replaces. */
  void beginRestoring(Restoring what, Snapshot replaced) throws IOException {
    ObjectNode note = JSON.createObjectNode();
    DurableFiles.writePrivate(directory.resolve(REPLACED), zip(note, replaced));
    note.put("number", what.number()).put("who", what.who());
    DurableFiles.writePrivate(directory.resolve(RESTORING), JSON.writeValueAsBytes(note));
  }

  /** The roll-back that has begun and not ended; null if there is none. */
  @Nullable Restoring restoring() throws IOException {
    Path note = directory.resolve(RESTORING);
    if (!Files.exists(note)) {
      return null;
    }
    JsonNode json = JSON.readTree(Files.readAllBytes(note));
    return new Restoring(json.path("number").asInt(), json.path("who").asText());
  }

  void endRestoring() throws IOException {
    Path note = directory.resolve(RESTORING);
    Files.deleteIfExists(note);
    DurableFiles.sync(note);
  }

  private Path file(int number) {
    return directory.resolve("%06d.zip".formatted(number));
  }

  private static byte[] zip(JsonNode entry, Snapshot files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, ENTRY, JSON.writeValueAsBytes(entry));
      for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
        put(zip, FILES + file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static ObjectNode json(Kept kept) {
    ConfigurationEntry entry = kept.entry();
    ObjectNode json = JSON.createObjectNode();
    json.put("number", entry.number());
    json.put("at", entry.at().toString());
    json.put("who", entry.who());
    json.put("restored", entry.restored());
    json.put("summary", entry.summary());
    json.put("digest", kept.digest());
    entry.changes().stream().limit(MAX_LINES).forEach(json.putArray("changes")::add);
    return json;
  }

  private static Kept kept(JsonNode json) {
    List<String> changes = new ArrayList<>();
    json.path("changes").forEach(line -> changes.add(line.asText()));
    return new Kept(
        new ConfigurationEntry(
            json.path("number").asInt(),
            Instant.parse(json.path("at").asText()),
            json.path("who").asText(),
            json.path("restored").asInt(),
            json.path("summary").asText(),
            changes),
        json.path("digest").asText());
  }
}
