package org.wardlight.store.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process did to its files, as {@code strace} saw it, and what a disk may hold of it when
 * the power fails: everything up to a file's last fsync; of what was written to it since, each
 * write whole, in part (by sectors) or not at all, in any order.
 */
final class DiskRecording {
  /** The system calls that must be traced. */
  static final String CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename";

  private static final int SECTOR = 512;
  private static final Pattern LINE = Pattern.compile("\\d+ +(\\w+)\\((.*)\\) += (-?\\d+).*");
  private static final Pattern STARTED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
  private static final Pattern OPEN_FILE = Pattern.compile("^-?\\d+<((?:\\\\x[0-9a-f]{2})*)>");
  private static final Pattern LAST_NUMBERS = Pattern.compile("(\\d+)(?:, (\\d+))?$");

  private final List<Call> calls;

  /** A call that changed something; data is empty and the numbers are 0 where they do not apply. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Call(String name, String file, byte[] data, long offset) {}

  private DiskRecording(List<Call> calls) {
    this.calls = calls;
  }

  static DiskRecording read(Path trace) throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, String> unfinished = new HashMap<>();
    try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher started = STARTED.matcher(line);
        Matcher resumed = RESUMED.matcher(line);
        String whole = line;
        if (started.matches()) {
          unfinished.put(started.group(1), started.group(2));
          continue;
        } else if (resumed.matches()) {
          whole = resumed.group(1) + " " + unfinished.remove(resumed.group(1)) + resumed.group(2);
        }
        Matcher call = LINE.matcher(whole);
        if (call.matches() && !call.group(3).startsWith("-")) {
          calls.add(call(call.group(1), call.group(2)));
        }
      }
    }
    return new DiskRecording(calls);
  }

  private static Call call(String name, String arguments) throws IOException {
    Matcher text = TEXT.matcher(arguments);
    byte[] data = text.find() ? bytes(text.group(1)) : new byte[0];
    if (name.equals("openat") || name.equals("unlink")) {
      boolean creates = name.equals("unlink") || arguments.contains("O_CREAT");
      return new Call(creates ? name : "open", name(data), new byte[0], 0);
    }
    Matcher file = OPEN_FILE.matcher(arguments);
    Matcher numbers = LAST_NUMBERS.matcher(arguments);
    if (!file.find()) {
      throw new IOException("no file in " + name + "(" + arguments);
    }
    long offset = 0;
    if (name.equals("pwrite64") || name.equals("ftruncate")) {
      offset = numbers.find() ? Long.parseLong(last(numbers)) : 0;
    }
    return new Call(name, name(bytes(file.group(1))), data, offset);
  }

  private static String last(Matcher numbers) {
    return numbers.group(2) == null ? numbers.group(1) : numbers.group(2);
  }

  private static String name(byte[] path) {
    return String.valueOf(Path.of(new String(path, StandardCharsets.UTF_8)).getFileName());
  }

  private static byte[] bytes(String escaped) {
    byte[] bytes = new byte[escaped.length() / 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(escaped, 4 * i + 2, 4 * i + 4, 16);
    }
    return bytes;
  }

  /** How many calls there are: the power may fail before each of them. */
  int size() {
    return calls.size();
  }

  long count(String name) {
    return calls.stream().filter(call -> call.name().equals(name)).count();
  }

  /** What was said on standard output before this call. */
  String saidBefore(int index) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    for (Call call : calls.subList(0, index)) {
      if (call.name().equals("write")) {
        said.writeBytes(call.data());
      }
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Writes what the disk may hold if the power fails before this call. */
  void imageBefore(int index, Random random, Path directory) throws IOException {
    Map<String, FileOnDisk> files = new HashMap<>();
    for (Call call : calls.subList(0, index)) {
      FileOnDisk file = files.computeIfAbsent(call.file(), name -> new FileOnDisk());
      switch (call.name()) {
        case "openat" -> file.created();
        case "pwrite64", "ftruncate" -> file.pending.add(call);
        case "fsync", "fdatasync" -> file.flush();
        case "unlink" -> file.unlinked = true;
        case "open", "write" -> {}
        default -> throw new IOException("a call that nobody thought of: " + call.name());
      }
    }
    for (Map.Entry<String, FileOnDisk> file : files.entrySet()) {
      byte[] content = file.getValue().afterPowerCut(random);
      if (content.length > 0) {
        Files.write(directory.resolve(file.getKey()), content);
      }
    }
  }

  private static final class FileOnDisk {
    private byte[] durable = new byte[0];
    private final List<Call> pending = new ArrayList<>();
    private boolean unlinked;

    void created() {
      if (unlinked) {
        unlinked = false;
        durable = new byte[0];
        pending.clear();
      }
    }

    void flush() {
      for (Call call : pending) {
        durable = apply(durable, call, 0, call.data().length);
      }
      pending.clear();
    }

    byte[] afterPowerCut(Random random) {
      if (unlinked && random.nextBoolean()) {
        return new byte[0];
      }
      byte[] content = durable.clone();
      List<Call> reached = new ArrayList<>(pending);
      Collections.shuffle(reached, random);
      for (Call call : reached) {
        int length = call.data().length;
        int fate = random.nextInt(4);
        int sectors = length / SECTOR + 1;
        if (fate <= 1) {
          content = apply(content, call, 0, length);
        } else if (fate == 2) {
          int from = SECTOR * random.nextInt(sectors);
          int to = Math.min(length, from + SECTOR * (1 + random.nextInt(sectors)));
          content = apply(content, call, Math.min(from, to), to);
        }
      }
      return content;
    }

    private static byte[] apply(byte[] content, Call call, int from, int to) {
      if (call.name().equals("ftruncate")) {
        return Arrays.copyOf(content, Math.toIntExact(call.offset()));
      }
      int end = Math.toIntExact(call.offset() + to);
      byte[] grown = content.length < end ? Arrays.copyOf(content, end) : content;
      System.arraycopy(call.data(), from, grown, Math.toIntExact(call.offset() + from), to - from);
      return grown;
    }
  }
}
